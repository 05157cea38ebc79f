"""Differences between answer sheets and between results."""

import datetime

from assessments.engine.ai_act import classify
from assessments.engine.compare import compare_results
from assessments.questionnaires.engine.answers import compare_answers

ON = datetime.date(2026, 11, 23)
RECRUITING = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}


def _result(answers, edition="2026-1744"):
    return classify(answers, edition=edition, on=ON).as_json()


def test_equal_results_differ_in_nothing():
    assert compare_results(_result(RECRUITING), _result(RECRUITING)) == {}


def test_new_edition_moves_the_dates():
    difference = compare_results(_result(RECRUITING, "2024-1689"), _result(RECRUITING))

    assert difference == {
        "duties": {
            "moved": [
                {
                    "provision": "Art. 49(1)",
                    "role": "provider",
                    "from": "2026-08-02",
                    "to": "2027-12-02",
                }
            ]
        }
    }


def test_derogation_is_told_as_gained_and_lost():
    difference = compare_results(
        _result(RECRUITING),
        _result({**RECRUITING, "F_A": "yes", "F_PROF": "no", "F_MAT": "no", "F_HARM": "no"}),
    )

    assert difference == {
        "class": {"from": "high_risk", "to": "not_high_risk_documented"},
        "grounds": {"lost": ["Annex III 4(a)"]},
        "duties": {
            "gained": [
                {"provision": "Art. 49(2)", "role": "provider", "applies_from": "2027-12-02"},
                {"provision": "Art. 6(4)", "role": "provider", "applies_from": "2027-12-02"},
            ],
            "lost": [{"provision": "Art. 49(1)", "role": "provider", "applies_from": "2027-12-02"}],
        },
    }


def test_answers_differ_by_question_not_by_order_of_ticks():
    before = {"A": "yes", "M": ["x", "y"], "C": "no"}
    after = {"M": ["y", "x"], "C": "unsure", "D": "no"}

    assert compare_answers(before, after) == [
        {"question": "A", "from": "yes", "to": None},
        {"question": "C", "from": "no", "to": "unsure"},
        {"question": "D", "from": None, "to": "no"},
    ]
