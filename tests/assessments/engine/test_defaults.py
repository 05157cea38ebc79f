"""A question that nobody answered and that counts as "not sure" is as open as one answered so."""

import datetime

import pytest

from assessments.engine.ai_act import classify, read
from tests.assessments.engine.conditions.situations import derived

ON = datetime.date(2026, 11, 28)
LEGACY = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes", "F_PROF": "yes", "H_LEG": "yes"}
TEXT = '"Is the system meant to be used by public authorities?"'
SEARCH = {
    "R2": "yes",
    "P_H1": "yes",
    "P_H2": "yes",
    "P_H3": "yes",
    "P_H4": "suspect",
} | dict.fromkeys(("P_H6", "P_H7", "P_H8"), "yes")


def found(answers):
    return classify(answers, edition="2026-1744", on=ON).as_json()


def doubts_of(result, question="H_PUB"):
    return [each for each in result["doubts"] if each.get("question") == question]


def reviews_of(result, question="H_PUB"):
    return [each["why"] for each in result["needs_review"] if each.get("question") == question]


def days_of(result, provision="Art. 49(1)"):
    return {each["applies_from"] for each in result["duties"] if each["provision"] == provision}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "was not answered and counts as"),
        ({"H_PUB": "unsure"}, "was answered"),
    ],
)
def test_an_old_system_is_in_doubt_until_it_is_said_for_whom_it_is_meant(more, told):
    """Art. 111(2), second sentence: only what is meant for public authorities has a last day."""
    result = found({**LEGACY, **more})

    (doubt,) = doubts_of(result)
    assert doubt["why"].startswith(f'{TEXT} {told} "Not sure". With "No" it would')
    assert "Art. 49 from no day" in doubt["could_become"]
    assert reviews_of(result)[0].startswith(f'{TEXT} {told} "Not sure", which counts')
    assert days_of(result) == {"2030-08-02"}


@pytest.mark.parametrize(("answer", "day"), [("yes", "2030-08-02"), ("no", None)])
def test_nothing_is_open_once_it_is_said(answer, day):
    result = found({**LEGACY, "H_PUB": answer})

    assert (doubts_of(result), days_of(result)) == ([], {day})
    assert not [why for why in reviews_of(result) if "Not sure" in why]


def test_a_question_that_is_not_asked_is_not_open():
    result = found({**LEGACY, "H_LEG": "no"})

    assert (doubts_of(result), reviews_of(result)) == ([], [])


@pytest.mark.parametrize(
    ("more", "is_open"),
    [({}, False), ({"P_H3": "no"}, True), ({"H_PUB": "no"}, False)],
)
def test_a_live_search_of_the_police_is_meant_for_an_authority(more, is_open):
    """Art. 5(1)(h) and Art. 3(45): law enforcement is what its authorities do."""
    result = found({**SEARCH, "H_LEG": "yes", **more})

    assert bool(doubts_of(result)) == is_open
    owed = derived({**SEARCH, "H_LEG": "yes", **more})["Art. 26(1)", "deployer"]
    assert owed.applies_from == datetime.date(2030, 8, 2)


@pytest.mark.parametrize(("more", "asked"), [({}, False), ({"H_PUB": "unsure"}, True)])
def test_no_view_is_asked_of_what_nobody_answered_and_nothing_hangs_on(more, asked):
    """A product below high risk has no days that could wait."""
    meter = {"R2": "yes", "I1": ["A6"], "I2": "component", "I2a": "yes", "I3": "yes", "I3a": "yes"}

    result = found({**meter, "H_LEG": "yes", **more})

    assert doubts_of(result) == []
    assert bool(reviews_of(result)) == asked


@pytest.mark.parametrize(
    ("subject", "is_asked"), [("system", True), ("both", True), ("model", False)]
)
def test_a_model_alone_is_no_part_of_a_large_it_system(subject, is_asked):
    sheet = read({"S1": subject, "R13": "public"}, edition="2026-1744", on=ON).sheet

    assert ("H_X" in sheet.visible) == is_asked
