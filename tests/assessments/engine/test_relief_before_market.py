"""What is lighter before the launch (Art. 2(8)), and where the police test (Art. 60(4)(i))."""

import pytest

from tests.assessments.engine.derived import derived
from tests.assessments.engine.golden import EDITIONS

BEFORE = {"S5": "yes", "S5a": "yes"}
LISTED = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}
TAKEN_OUT = {**LISTED, "F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}
CHATS = {"R1": "yes", "T1": "yes", "T2": "yes"}


def relieved(answers, code, role="provider", edition="2026-1744"):
    """Name the provisions that make a duty lighter."""
    return [item.provision for item in derived(answers, edition)[code, role].relief]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (CHATS, "Art. 50(1)"),
        (CHATS, "Art. 50(2)"),
        (CHATS, "Art. 50(5)"),
        (TAKEN_OUT, "Art. 6(4)"),
        (TAKEN_OUT, "Art. 49(2)"),
        (TAKEN_OUT, "Art. 71(2)"),
        (LISTED, "Art. 71(2)"),
    ],
)
def test_what_is_asked_of_a_launch_waits_for_it(edition, answers, code):
    assert "Art. 2(8)" in relieved({**answers, **BEFORE}, code, edition=edition)
    assert "Art. 2(8)" not in relieved({**answers, "S5": "no"}, code, edition=edition)


def test_incidents_are_told_to_the_ai_office_from_the_launch():
    office = {**LISTED, "R16": "own_model", "R15": "no", "R13": "no"}

    assert "Art. 2(8)" in relieved({**office, **BEFORE}, "Art. 75(1a)")
    assert "Art. 2(8)" not in relieved(office, "Art. 75(1a)")


@pytest.mark.parametrize(("before", "expected"), [(BEFORE, True), ({}, False)])
def test_a_representative_registers_from_the_launch(before, expected):
    for answers, code in ((LISTED, "Art. 49(1)"), (TAKEN_OUT, "Art. 49(2)")):
        given = {**answers, "R1": "no", "R5": "yes", **before}

        for owed in (code, "Art. 71(2)"):
            told = relieved(given, owed, "authorised_representative")
            assert ("Art. 2(8)" in told) == expected


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("code", ["Art. 4(1)", "Art. 60(4)", "Art. 60(7)", "Art. 61(1)"])
def test_tests_with_real_people_are_not_relieved_by_their_being_tests(edition, code):
    """Art. 2(8): testing in real-world conditions is not left out."""
    assert "Art. 2(8)" not in relieved({**LISTED, **BEFORE}, code, edition=edition)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("code", ["Art. 61(1)", "Art. 61(2)"])
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"H_AREA": ["6"], "H6d": "yes"}, True),
        ({"H_AREA": ["7"], "H7b": "yes"}, False),
        ({"H_AREA": ["4"], "H4a": "yes"}, False),
        ({"H_AREA": ["1"], "H1a": "yes"}, True),
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "yes"}, True),
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "no"}, False),
    ],
)
def test_the_police_may_test_without_consent_that_would_prevent_the_test(
    edition, code, answers, expected
):
    told = relieved({"R1": "yes", **BEFORE, **answers}, code, edition=edition)

    assert told == ["Art. 60(4)"] * expected
