"""A doubt names a readable few: where most of a list could come up, the list stands for it."""

import pytest

from assessments.engine.ai_act import classify
from tests.assessments.engine.derived import ON
from tests.assessments.engine.golden import EDITIONS

BOTH = {"R1": "yes", "R2": "yes"}
USED = {"R2": "yes", "H_AREA": ["4"], "R13": "public"}


def could_become(answers, question, edition="2026-1744"):
    found = classify(answers, edition=edition, on=ON).as_json()["doubts"]
    (told,) = [doubt for doubt in found if doubt.get("question") == question]
    return told["could_become"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_unsure_area_names_what_it_could_become_and_not_each_point(edition):
    answers = {**BOTH, "H_AREA": ["unsure"]}

    assert could_become(answers, "H_AREA", edition) == [
        "high_risk",
        "not_high_risk_documented",
        "Annex III",
        "Art. 50(3)",
    ]


def test_an_unsure_point_is_named_with_the_duties_that_come_of_it():
    assert could_become({**USED, "H4a": "unsure"}, "H4a") == [
        "high_risk",
        "Annex III 4(a)",
        "Art. 111(2)",
        "Art. 27",
        "Art. 49(3)",
    ]


def test_product_laws_are_two_ways_and_stay_named():
    answers = {"R1": "yes", "I1": ["unsure"], "I2": "product", "I3": "yes"}

    told = could_become(answers, "I1")

    assert told[:3] == ["high_risk", "Annex I Section A", "Annex I Section B"]
    assert len(told) <= 8


def test_a_duty_says_whether_it_binds_by_itself():
    """Art. 2(2): under product law of Section B it is that law which asks."""
    toy = {"R1": "yes", "I2": "product", "I3": "yes"}
    sides = [{**toy, "I1": ["A2"]}, {**toy, "I1": ["B13"]}]

    direct = [
        {duty["provision"]: duty["direct"] for duty in result["duties"]}
        for result in (classify(each, edition="2026-1744", on=ON).as_json() for each in sides)
    ]

    assert [each["Art. 4"] for each in direct] == [True, False]
