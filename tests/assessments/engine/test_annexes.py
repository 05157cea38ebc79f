"""Every law of Annex I and every point of Annex III leads where it should."""

import datetime

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.effects import load_act
from assessments.questionnaires.engine.answers import accept, fill

ON = datetime.date(2026, 11, 23)
DEROGATION = {"F_PROF", "F_A", "F_B", "F_C", "F_D"}
# Questions that narrow a point; alone they open no derogation.
NARROWING = {"H1a_v", "H2b", "H2c", "H5b_f", "H7d_d", "H8b_x"}
POINTS = [
    question.id
    for question in load_act().questionnaire.of_section("annex_iii")
    if question.id not in ("H_AREA", "H1b_a", "H1b_t", "H3_I", "H1_s")
]
LAWS = [
    value
    for value in load_act().questionnaire.by_id["I1"].values
    if value not in {"none", "unsure"}
]
# Machinery: the law as published names the Directive, for which its Regulation stands in later.
MACHINERY = {
    ("A1", "2026-1744"): [],
    ("B21", "2024-1689"): ["Annex I Section A"],
}


def _visible(answers):
    questionnaire = load_act().questionnaire
    return fill(questionnaire, accept(questionnaire, answers)).visible


@pytest.mark.parametrize("point", POINTS)
def test_derogation_is_asked_about_for_a_listed_use_only(point):
    shown = _visible({"H_AREA": [point[1]], point: "yes"})
    hidden = _visible({"H_AREA": [point[1]], point: "no"})

    assert point in shown
    assert shown & DEROGATION == (set() if point in NARROWING else DEROGATION)
    assert hidden & DEROGATION == set()


@pytest.mark.parametrize("edition", ["2024-1689", "2026-1744"])
@pytest.mark.parametrize("law", LAWS)
def test_product_law_gives_the_ground_of_its_section(law, edition):
    answers = {"I1": [law], "I2": "component", "I2a": "yes", "I3": "yes"}

    grounds = classify(answers, edition=edition, on=ON).as_json()["grounds"]

    assert grounds == MACHINERY.get((law, edition), [f"Annex I Section {law[0]}"])


@pytest.mark.parametrize("law", ["A6", "B18"])
@pytest.mark.parametrize(
    ("answers", "original", "current"),
    [
        ({"I2": "product", "I3": "yes"}, True, True),
        ({"I2": "product", "I3": "no"}, False, False),
        ({"I2": "product", "I3": "yes", "I3a": "yes"}, True, False),
        ({"I2": "component", "I3": "yes"}, False, False),
        ({"I2": "component", "I2b": "yes", "I2c": "yes", "I3": "yes"}, True, True),
        ({"I2": "component", "I2a": "yes", "I2c": "yes", "I3": "yes"}, True, False),
    ],
)
def test_safety_part_and_outside_check_decide_in_both_sections(law, answers, original, current):
    sheet = {"I1": [law], **answers}

    published = classify(sheet, edition="2024-1689", on=ON).as_json()["grounds"]
    amended = classify(sheet, edition="2026-1744", on=ON).as_json()["grounds"]

    assert (bool(published), bool(amended)) == (original, current)
