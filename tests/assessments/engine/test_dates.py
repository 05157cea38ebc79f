"""Dates of duties: by route and edition, with what is uncertain, and none where nothing reaches."""

import datetime

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.dates import catalogue_dates

ON = datetime.date(2026, 11, 23)
CASES = [
    ("Art. 27", "2024-1689", {"annex_iii"}, "2026-08-02"),
    ("Art. 27", "2026-1744", {"annex_iii"}, "2027-12-02"),
    ("Art. 27", "2026-1744", {"annex_i"}, None),
    ("Art. 26(7)", "2026-1744", {"annex_i"}, "2028-08-02"),
    ("Art. 26(7)", "2026-1744", {"annex_i", "annex_iii"}, "2027-12-02"),
    ("Art. 49(2)", "2026-1744", {"derogation"}, "2027-12-02"),
    ("Art. 50(2)", "2026-1744", {"transparency"}, "2026-08-02"),
    ("Art. 50(2)", "2026-1744", {"transparency", "placed_before_2026-08-02"}, "2026-12-02"),
    ("Art. 50(2)", "2024-1689", {"transparency", "placed_before_2026-08-02"}, "2026-08-02"),
    ("Art. 53", "2024-1689", {"gpai"}, "2025-08-02"),
    ("Art. 53", "2026-1744", {"gpai", "placed_before_2025-08-02"}, "2027-08-02"),
    ("Art. 53", "2026-1744", {"gpai", "placed_before_2026-08-02"}, "2025-08-02"),
    ("Art. 55", "2026-1744", {"gpai"}, None),
    ("Art. 55", "2026-1744", {"gpai", "gpai_systemic"}, "2025-08-02"),
    ("Art. 54", "2026-1744", {"annex_iii"}, None),
    ("Art. 22", "2026-1744", {"gpai"}, None),
    ("Art. 4", "2026-1744", set(), "2025-02-02"),
    ("Art. 999", "2026-1744", set(), None),
]


@pytest.mark.parametrize(("provision", "edition", "routes", "day"), CASES)
def test_date_follows_route_and_edition(provision, edition, routes, day):
    found = catalogue_dates(provision, edition, routes)

    assert found.applies_from == (datetime.date.fromisoformat(day) if day else None)
    assert found.why.endswith(".")


def _why(answers, provision, edition="2026-1744"):
    duties = classify(answers, edition=edition, on=ON).as_json()["duties"]
    return next(duty["why"] for duty in duties if duty["provision"] == provision)


RECRUITING = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}


def test_uncertain_date_names_both_readings():
    why = _why(
        {**RECRUITING, "F_A": "yes", "F_PROF": "no", "F_MAT": "no", "F_HARM": "no"}, "Art. 49(2)"
    )

    assert "applies from 2 December 2027" in why
    assert "2 August 2026" in why
    assert "Not settled: Two readings exist." in why


def test_article_stands_for_its_paragraphs_and_says_which_is_earliest():
    why = _why({"R2": "yes", "H_AREA": ["5"], "H5b": "yes"}, "Art. 27")

    assert "Earliest under Art. 27 is Art. 27(1)." in why


def test_legacy_system_says_what_ends_the_waiting():
    old = {**RECRUITING, "H_LEG": "yes"}
    why = _why({**old, "H_PUB": "no"}, "Art. 49(1)")

    assert "Art. 111(2): The system was on the market" in why
    assert "waits until its design changes significantly" in why
    assert "comply by 2030-08-02" in _why(old, "Art. 49(1)")
    border = {"R1": "yes", "H_AREA": ["7"], "H7b": "yes", "H_X": "yes"}
    assert "Art. 111(1): The system is part of a large IT system" in _why(border, "Art. 49(1)")


def test_duty_of_another_role_says_so():
    why = _why({"R2": "yes", "T1": "yes"}, "Art. 50(1)")

    assert "It falls on the role provider" in why


def test_section_b_says_that_the_product_law_carries_it():
    answers = {"R1": "yes", "I1": ["B18"], "I2": "product", "I3": "yes", "H_LEG": "yes"}

    assert "Annex I Section B, and Art. 2(2) does not list" in _why(answers, "Art. 4")
    assert "Art. 2(2) does not list" not in _why(answers, "Art. 111(2)")
    assert "Art. 2(2) does not list" in _why(answers, "Art. 111(2)", edition="2024-1689")
