"""What Art. 6 to 27 ask under conditions: each case just inside and just outside."""

import datetime
from dataclasses import replace

import pytest

from tests.assessments.engine.conditions.situations import PROVIDER, derived, on_grounds, owed


def test_logs_and_input_data_are_owed_as_far_as_they_are_controlled():
    found = owed(replace(PROVIDER, roles=frozenset({"provider", "deployer"})))

    for key in (("Art. 19(1)", "provider"), ("Art. 21(2)", "provider"), ("Art. 26(6)", "deployer")):
        assert found[key].only_if == "Only as far as the logs are under your control."
    assert found["Art. 26(4)", "deployer"].only_if == "Only as far as you control the input data."
    assert found["Art. 26(1)", "deployer"].only_if == ""


@pytest.mark.parametrize("code", ["Art. 8(2)", "Art. 11(2)", "Art. 43(3)", "Art. 47(3)"])
@pytest.mark.parametrize(
    ("ground", "bound"), [("Annex I Section A", True), ("Annex I Section B", False)]
)
def test_what_speaks_of_section_a_does_not_bind_for_section_b(code, ground, bound):
    found = owed(on_grounds(PROVIDER, ground, "Annex III 1(c)"))

    if code == "Art. 47(3)":
        # Its letter reaches every product law that asks for a declaration, Section B among them.
        assert found[code, "provider"].only_if.startswith("Only where another product law")
    else:
        assert ((code, "provider") in found) == bound


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("yes", ""), ("no", None), ("unsure", "Only where you are a financial")],
)
def test_papers_of_financial_institutions_follow_the_answer(answer, expected):
    answers = {"R1": "yes", "R15": answer, "H_AREA": ["4"], "H4a": "yes"}

    found = derived(answers)

    for code in ("Art. 18(3)", "Art. 19(2)"):
        item = found.get((code, "provider"))
        assert (item is None) == (expected is None)
        assert item is None or item.only_if.startswith(expected)


TAKEN_OUT = {
    "R1": "yes",
    "H_AREA": ["5"],
    "H5d": "yes",
    "F_D": "yes",
    "F_PROF": "no",
    "F_MAT": "no",
    "F_HARM": "no",
}


@pytest.mark.parametrize(
    ("product", "is_open"),
    [({"I1": ["A11"], "I2": "product", "I3": "yes"}, True), ({}, False)],
)
@pytest.mark.parametrize("code", ["Art. 6(4)", "Art. 49(2)", "Art. 71(2)"])
def test_an_assessment_beside_a_product_that_stays_high_risk_is_marked(code, product, is_open):
    """Art. 6(3) takes the listed use out; Art. 6(1) keeps the system high-risk."""
    found = derived({**TAKEN_OUT, **product})

    told = "Here product law keeps it high-risk all the same"
    assert (told in found[code, "provider"].uncertain_why) == is_open


@pytest.mark.parametrize(("role", "is_open"), [("provider", False), ("deployer", True)])
def test_whether_two_persons_bind_a_user_by_itself_is_open(role, is_open):
    """Art. 14(5) is about the measures of the provider, Art. 26 about their use."""
    found = derived({"R1": "yes", "R2": "yes", "H_AREA": ["1"], "H1a": "yes"})

    told = "Whether it binds the deployer by itself"
    assert (told in found["Art. 14(5)", role].uncertain_why) == is_open


@pytest.mark.parametrize(("legacy", "is_open"), [("yes", True), ("no", False)])
def test_an_assessment_of_a_system_that_was_there_before_is_marked(legacy, is_open):
    """Art. 6(4) asks for it before the market; Art. 111(2) is about high-risk systems alone."""
    found = derived(
        {
            "R1": "yes",
            "H_AREA": ["4"],
            "H4a": "yes",
            "F_A": "yes",
            "F_PROF": "no",
            "F_MAT": "no",
            "F_HARM": "no",
            "H_LEG": legacy,
        }
    )

    made = found["Art. 6(4)", "provider"]
    assert made.applies_from == datetime.date(2027, 12, 2)
    assert made.formal_from == datetime.date(2026, 8, 2)
    assert "Art. 113(c) defers" in made.uncertain_why
    assert ("Art. 111(2) speaks of high-risk" in made.uncertain_why) == is_open
    assert ("Art. 111(2) speaks" in found["Art. 49(2)", "provider"].uncertain_why) == is_open


POLICE = {"P_H1": "yes", "P_H2": "yes", "P_H3": "yes"}
LEFT_THE_LIST = {
    "H_AREA": ["4"],
    "H4a": "yes",
    "F_A": "yes",
    "F_PROF": "no",
    "F_MAT": "no",
    "F_HARM": "no",
}
MODEL = {"S1": "model", "R5": "yes", "G1": "yes"}


@pytest.mark.parametrize(
    ("answers", "role", "wanted", "unwanted"),
    [
        ({"R3": "yes", **POLICE}, "importer", "Art. 23(2)", "Art. 5(1)(h)"),
        ({"R4": "yes", **POLICE}, "distributor", "Art. 24(1)", "Art. 5(1)(h)"),
        ({"R5": "yes", **POLICE}, "authorised_representative", "Art. 71(2)", "Art. 5(1)(h)"),
        ({"R5": "yes", **LEFT_THE_LIST}, "authorised_representative", "Art. 49(2)", "Art. 6(4)"),
        ({"R5": "yes", **LEFT_THE_LIST}, "authorised_representative", "Art. 71(2)", "Art. 49(1)"),
        (MODEL, "authorised_representative", "Art. 54(3)", "Art. 53(1)(a)"),
        ({**MODEL, "G3": "yes", "G4": "yes"}, "authorised_representative", "Art. 54(5)", "Art. 52"),
    ],
)
def test_who_stands_between_maker_and_user_owes_its_own_duties(answers, role, wanted, unwanted):
    found = derived(answers)

    assert (wanted, role) in found
    assert unwanted not in {provision for provision, _role in found}
    assert {held for _provision, held in found} == {role}


@pytest.mark.parametrize(("public", "found"), [("public", True), ("no", False)])
def test_only_an_authority_itself_registers_as_art_26_8_says(public, found):
    given = {"R2": "yes", "R13": public, "R13b": "yes", "H_AREA": ["5"], "H5a": "yes"}

    assert (("Art. 26(8)", "deployer") in derived({**given, "F_PROF": "yes"})) == found


BY_ANOTHER_POINT = (
    ("Art. 27(1)", "deployer"),
    ("Art. 49(3)", "deployer"),
    ("Art. 86(1)", "deployer"),
)


@pytest.mark.parametrize(
    ("areas", "owed_at_all", "is_open"),
    [(["2", "4"], True, True), (["4"], True, False), (["2"], False, False)],
)
def test_what_leaves_out_point_2_is_open_where_another_point_fits_as_well(
    areas, owed_at_all, is_open
):
    answers = {"R2": "yes", "R13": "public", "H2a": "yes", "H2b": "yes", "H4b": "yes"}

    found = derived({**answers, "H_AREA": areas})

    for key in BY_ANOTHER_POINT:
        assert (key in found) == owed_at_all, key
        assert owed_at_all is False or (
            ("is left out all the same is not settled" in found[key].uncertain_why) == is_open
        )


def test_whoever_counts_as_the_provider_is_no_distributor_of_the_system():
    """Art. 3(7): a distributor is somebody other than the provider."""
    resold = {"R4": "yes", "H_AREA": ["4"], "H4a": "yes"}

    before, after = derived(resold), derived({**resold, "R7": "yes"})

    assert ("Art. 24(1)", "distributor") in before
    assert {role for _code, role in after} == {"provider"}
    assert ("Art. 17(1)", "provider") in after


@pytest.mark.parametrize(("more", "is_open"), [({}, False), ({"R8": "yes"}, True)])
def test_whether_an_importer_who_became_the_provider_checks_itself_is_open(more, is_open):
    """Art. 25(1) adds duties and takes none away; Art. 3(6) does not part it from the provider."""
    found = derived({"R3": "yes", "H_AREA": ["4"], "H4a": "yes", **more})

    told = "by Art. 23 what it now owes itself is not settled"
    assert (told in found["Art. 23(2)", "importer"].uncertain_why) == is_open
