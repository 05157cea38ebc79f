"""What one other answer would change."""

import datetime

from assessments.engine.ai_act import classify
from assessments.engine.whatif import counterfactuals

ON = datetime.date(2026, 11, 23)


def _changes(answers, **more):
    found = counterfactuals(answers, edition="2026-1744", on=ON, **more)
    return [change.as_json() for change in found]


def _change(answers, question, to):
    return next(c for c in _changes(answers) if (c["question"], c["to"]) == (question, to))


RECRUITING = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes", "F_A": "yes", "F_PROF": "unsure"}


def test_change_that_opens_the_derogation_is_found():
    assert _change(RECRUITING, "F_PROF", "no") == {
        "question": "F_PROF",
        "from": "unsure",
        "to": "no",
        "class": "not_high_risk_documented",
        "gained": [],
        "lost": ["Annex III 4(a)"],
    }


def test_unticking_an_area_takes_its_ground():
    change = _change(RECRUITING, "H_AREA", ["none"])

    assert (change["from"], change["class"], change["lost"]) == (
        ["4"],
        "minimal",
        ["Annex III 4(a)"],
    )


def test_change_of_grounds_within_a_class_comes_after_changes_of_class():
    changes = _changes({"R1": "yes", "H_AREA": ["4"], "H4a": "yes"})

    same = [change["class"] == "high_risk" for change in changes]
    assert same == sorted(same)
    assert {
        "question": "H4b",
        "from": "no",
        "to": "yes",
        "class": "high_risk",
        "gained": ["Annex III 4(b)"],
        "lost": [],
    } in changes


def test_every_change_is_what_the_classification_then_says():
    before = classify(RECRUITING, edition="2026-1744", on=ON).as_json()
    changes = _changes(RECRUITING)

    assert len(changes) > 10
    for change in changes:
        answers = {**RECRUITING, change["question"]: change["to"]}
        after = classify(answers, edition="2026-1744", on=ON).as_json()
        assert after["class"] == change["class"]
        gained = {
            name
            for key in ("grounds", "prohibited", "transparency")
            for name in set(after[key]) - set(before[key])
        }
        assert gained == set(change["gained"])


def test_neither_hidden_questions_nor_the_version_nor_not_sure_are_tried():
    changes = _changes(RECRUITING)

    questions = {change["question"] for change in changes}
    assert questions.isdisjoint({"S9", "H5a", "P_A2", "T1o", "G1"})
    assert all(change["to"] != "unsure" for change in changes)


def test_work_is_bounded():
    assert len(_changes(RECRUITING, most=3)) == 3
