"""Only the output is used in the Union (Art. 2(1)(c)): what that leaves open, and of whom."""

import pytest

from assessments.engine.ai_act import classify
from tests.assessments.engine.derived import ON, derived
from tests.assessments.engine.golden import EDITIONS

LISTED = {"H_AREA": ["4"], "H4a": "yes"}
MAKER = {"S2": ["output_eu"], "R1": "yes", "R11": "yes", **LISTED}
TAKEN_OUT = {"F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}
OUTPUT = "The system is under the law because its output is used in the Union"
REGISTERS = "go with the Union market"


def open_points(answers, edition="2026-1744"):
    """Return what the law leaves open: the place and what it could become, by its first words."""
    result = classify(answers, edition=edition, on=ON).as_json()
    return [doubt for doubt in result["doubts"] if "law" in doubt]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_open_point_on_output_is_a_doubt_of_its_own(edition):
    about_output = [each for each in open_points(MAKER, edition) if REGISTERS in each["why"]]

    (told,) = about_output
    assert told["why"].startswith(f"Not settled: {OUTPUT}")
    assert "Section 5" not in told["why"]
    assert {"Art. 22(1)", "Art. 43(2)", "Art. 47(1)", "Art. 48(1)", "Art. 49(1)", "Art. 71(2)"} <= {
        *told["could_become"]
    }


def test_the_days_by_the_letter_stay_one_doubt_beside_it():
    (days,) = [each for each in open_points(MAKER) if each["law"] == "Art. 113"]

    assert days["why"].startswith("Not settled: Chapter III Section 5")
    assert OUTPUT not in days["why"]
    assert "Art. 43 from 2026-08-02" in days["could_become"]
    assert "Art. 72 from 2026-08-02" in days["could_become"]


@pytest.mark.parametrize(
    ("more", "is_open"),
    [
        ({}, True),
        ({"S2": ["output_eu", "market"]}, False),
        ({"S2": ["output_eu", "importer_distributor"]}, False),
        ({"R3": "yes"}, False),
        ({"R4": "yes"}, False),
        ({"R3": "no", "R4": "no"}, True),
    ],
)
def test_whoever_imports_or_distributes_brings_it_to_the_market(more, is_open):
    """Art. 3(6) and (7): both act on the Union market, so the output is not alone."""
    result = classify({**MAKER, **more}, edition="2026-1744", on=ON).as_json()

    assert any(REGISTERS in doubt["why"] for doubt in result["doubts"]) == is_open
    assert any(item.get("rule") == "X_OUTPUT" for item in result["needs_review"]) == is_open


@pytest.mark.parametrize(("link", "is_open"), [("output_eu", True), ("market", False)])
@pytest.mark.parametrize("more", [{}, TAKEN_OUT])
def test_a_representative_registers_in_doubt_where_the_output_is_alone(link, is_open, more):
    """Art. 49(1), 49(2), 71(2): it registers for its provider, and no further than that one."""
    found = derived({"S2": [link], "R5": "yes", **LISTED, **more})

    registers = {code for code, _role in found if code.startswith(("Art. 49", "Art. 71"))}
    assert registers == {"Art. 49(2)" if more else "Art. 49(1)", "Art. 71(2)"}
    for code in registers:
        why = found[code, "authorised_representative"].uncertain_why
        assert (REGISTERS in why) == is_open


@pytest.mark.parametrize(("link", "is_open"), [("output_eu", True), ("market", False)])
def test_the_assessment_before_the_market_is_open_too(link, is_open):
    """Art. 6(4) asks for it before the system is placed on the market or put into service."""
    answers = {**MAKER, **TAKEN_OUT, "S2": [link]}

    found = derived(answers)
    reviews = classify(answers, edition="2026-1744", on=ON).as_json()["needs_review"]

    for code in ("Art. 6(4)", "Art. 49(2)", "Art. 71(2)"):
        assert (REGISTERS in found[code, "provider"].uncertain_why) == is_open
    assert any(item.get("rule") == "X_OUTPUT" for item in reviews) == is_open


@pytest.mark.parametrize("edition", EDITIONS)
def test_national_registration_is_told_in_doubt_once(edition):
    answers = {"R1": "yes", "R2": "yes", "R13": "public", "H_AREA": ["2"]}

    told = [
        each
        for each in open_points({**answers, "H2a": "yes", "H2b": "yes"}, edition)
        if "registers" in each["why"]
    ]

    assert [each["law"] for each in told] == ["Art. 49(5)"]
    assert told[0]["could_become"] == ["Art. 49(5)"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_doubt_of_a_day_points_to_nothing_that_is_not_there(edition):
    for (code, _role), item in derived(MAKER, edition).items():
        assert "below" not in item.uncertain_why, code
        assert "below" not in item.why, code
