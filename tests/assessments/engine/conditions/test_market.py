"""Tests, incidents and supervision (Chapters VI and IX): just inside and just outside."""

import datetime
from dataclasses import replace

import pytest

from assessments.engine.ai_act import classify
from tests.assessments.engine.conditions.situations import (
    DEPLOYER,
    ON,
    PROVIDER,
    codes,
    derived,
    on_grounds,
    owed,
)


@pytest.mark.parametrize(
    ("grounds", "bound"),
    [
        (["Annex III 2"], False),
        (["Annex III 2", "Annex III 4(a)"], True),
        (["Annex III 1(b)"], True),
        (["Annex III 8(b)"], True),
        (["Annex I Section A"], False),
    ],
)
def test_the_right_to_explanation_leaves_critical_infrastructure_out(grounds, bound):
    assert ("Art. 86(1)" in codes(on_grounds(DEPLOYER, *grounds))) == bound


CLOCKS = ("Art. 73(2)", "Art. 73(3)", "Art. 73(4)")


def test_a_deployer_reports_incidents_only_where_the_provider_is_out_of_reach():
    for code in CLOCKS:
        told = "Only where you cannot reach the provider (Art. 26(5))."
        assert owed(DEPLOYER)[code, "deployer"].only_if == told
        assert owed(PROVIDER)[code, "provider"].only_if == ""


def test_whoever_provides_what_it_uses_reports_once():
    """Art. 26(5) is for whoever cannot reach the provider, and nobody is out of its own reach."""
    both = owed(replace(PROVIDER, roles=frozenset({"provider", "deployer"})))

    for code in CLOCKS:
        assert both[code, "provider"].only_if == ""
        assert (code, "deployer") not in both


@pytest.mark.parametrize(
    ("law", "told"),
    [(["A11"], "Only where the death comes with a breach of fundamental rights"), (["A4"], "")],
)
def test_the_clock_of_a_death_runs_for_devices_with_a_breach_of_rights_alone(law, told):
    """Art. 73(10) limits the reports of devices to incidents of Art. 3(49)(c)."""
    product = {"I1": law, "I2": "product", "I3": "yes"}

    made = derived({"R1": "yes", **product})["Art. 73(4)", "provider"].only_if
    used = derived({"R2": "yes", **product})["Art. 73(4)", "deployer"].only_if

    assert made.startswith(told)
    assert bool(made) == bool(told)
    assert used.startswith(told or "Only where you cannot reach the provider")
    assert "Art. 26(5)" in used


OFFICE = replace(on_grounds(PROVIDER, "Annex III 4(a)"), named=(("Art. 75(1)", "provider"),))


@pytest.mark.parametrize(
    ("situation", "reported"),
    [
        (OFFICE, "Art. 75(1a)"),
        (replace(OFFICE, named=()), "Art. 73(1)"),
        (replace(OFFICE, edition="2024-1689"), "Art. 73(1)"),
    ],
)
def test_an_incident_is_reported_once_to_whoever_supervises(situation, reported):
    """Art. 75(1a) departs from Art. 73, whose paragraphs 2 to 9 apply accordingly."""
    found = codes(situation)

    assert found & {"Art. 73(1)", "Art. 75(1a)"} == {reported}
    assert found >= {"Art. 73(2)", "Art. 73(6)"}


@pytest.mark.parametrize(
    ("more", "reported"),
    [
        ({"R15": "no", "H_AREA": ["4"], "H4a": "yes"}, {"Art. 75(1a)": ""}),
        (
            {"R15": "yes", "H_AREA": ["4"], "H4a": "yes"},
            {
                "Art. 73(1)": "Only as far as a financial",
                "Art. 75(1a)": "Not as far as a financial",
            },
        ),
        ({"R15": "yes", "H_AREA": ["8"], "H8a": "yes"}, {"Art. 73(1)": ""}),
        ({"R15": "yes", "R16": "no", "H_AREA": ["4"], "H4a": "yes"}, {"Art. 73(1)": ""}),
    ],
)
def test_a_bank_reports_incidents_by_what_its_system_is_for(more, reported):
    """Art. 75(1)(a)(iii) excepts its systems as far as they fall under Art. 74(6)."""
    found = derived({"R1": "yes", "R16": "own_model", **more})

    made = {code: found[code, "provider"].only_if for code in ("Art. 73(1)", "Art. 75(1a)")
            if (code, "provider") in found}  # fmt: skip
    assert made.keys() == reported.keys()
    assert all(made[code].startswith(start) for code, start in reported.items())
    assert [bool(text) for text in made.values()] == [bool(text) for text in reported.values()]


@pytest.mark.parametrize("code", ["Art. 75(1a)", "Art. 75(1e)"])
def test_what_the_ai_office_asks_of_high_risk_systems_has_their_day(code):
    listed = replace(OFFICE, grounds=frozenset({"Annex III 1(b)"}))

    made = owed(listed)[code, "provider"]
    waiting = owed(replace(listed, transition="legacy"))[code, "provider"]

    assert made.applies_from == datetime.date(2027, 12, 2)
    assert made.formal_from == datetime.date(2026, 8, 2)
    assert (waiting.applies_from, waiting.formal_from) == (None, None)


@pytest.mark.parametrize(("ground", "bound"), [("Annex III 1(b)", True), ("Annex III 4(a)", False)])
def test_the_ai_office_assesses_where_a_notified_body_would(ground, bound):
    assert ("Art. 75(1e)" in codes(replace(OFFICE, grounds=frozenset({ground})))) == bound


@pytest.mark.parametrize(
    ("edition", "ground", "facts", "bound"),
    [
        ("2026-1744", "Annex III 4(a)", {"real_world_tests"}, True),
        ("2026-1744", "Annex I Section A", {"real_world_tests"}, True),
        ("2024-1689", "Annex I Section A", {"real_world_tests"}, False),
        ("2026-1744", "Annex III 4(a)", set(), False),
    ],
)
def test_tests_in_real_world_conditions_bring_their_duties(edition, ground, facts, bound):
    situation = replace(on_grounds(PROVIDER, ground), edition=edition, facts=frozenset(facts))

    found = {code for code in codes(situation) if code.startswith(("Art. 60", "Art. 61"))}

    asked = {"Art. 60(4)", "Art. 60(7)", "Art. 60(8)", "Art. 61(1)", "Art. 61(2)"}
    assert found == (asked if bound else set())


@pytest.mark.parametrize(
    ("edition", "facts", "bound"),
    [
        ("2026-1744", {"real_world_tests"}, True),
        ("2026-1744", set(), False),
        ("2024-1689", {"real_world_tests"}, False),
    ],
)
def test_a_product_of_section_b_is_tested_under_its_own_article(edition, facts, bound):
    """Art. 2(2) applies Art. 60a to it, and not Art. 60."""
    tested = replace(
        on_grounds(PROVIDER, "Annex I Section B"), edition=edition, facts=frozenset(facts)
    )

    found = owed(tested)

    assert [code for code, _role in found] == ["Art. 60a"] * bound
    assert all(item.only_if.startswith("Only where the Member State") for item in found.values())


POINT_2 = {"H_AREA": ["2"], "H2a": "yes", "H2b": "yes"}
NOT_HIGH_RISK = {"F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}
OWN_MODEL = {"R1": "yes", "R16": "own_model", "F_PROF": "yes"}


@pytest.mark.parametrize(
    ("answers", "found", "unfound"),
    [
        # Art. 75(1)(a)(iii): what the police and border authorities provide.
        ({"R13": "public", "H_AREA": ["6"], "H6e": "yes"}, "Art. 73(1)", "Art. 75(1a)"),
        ({"R13": "public", "H_AREA": ["7"], "H7b": "yes"}, "Art. 73(1)", "Art. 75(1a)"),
        ({"R13": "public", "H_AREA": ["4"], "H4a": "yes"}, "Art. 75(1a)", "Art. 73(1)"),
        ({"R13": "no", "H_AREA": ["6"], "H6e": "yes"}, "Art. 75(1a)", "Art. 73(1)"),
    ],
)
def test_incidents_of_the_police_go_to_no_ai_office(answers, found, unfound):
    codes = {code for code, role in derived({**OWN_MODEL, **answers}) if role == "provider"}

    assert found in codes
    assert unfound not in codes


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"T1": "yes", "T1o": "no"}, True),
        ({"H_AREA": ["4"], "H4a": "yes", "F_PROF": "yes"}, False),
    ],
)
def test_of_a_bank_only_high_risk_is_taken_from_the_ai_office(answers, named):
    given = {"R1": "yes", "R15": "yes", "R16": "own_model", **answers}

    found = classify(given, edition="2026-1744", on=ON).as_json()["duties"]

    assert ("Art. 75(1)" in {item["provision"] for item in found}) == named


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"I1": ["A3"], "I2": "product"}, False),
        ({"I1": ["A3"], "I2": "neither"}, True),
        ({"I1": ["B18"], "I2": "component"}, False),
        ({**POINT_2, **NOT_HIGH_RISK}, False),
        ({**POINT_2, "H2b": "no"}, True),
        ({"H_AREA": ["8"], "H8a": "yes", **NOT_HIGH_RISK}, False),
        ({"H_AREA": ["8"], "H8b": "yes", **NOT_HIGH_RISK}, True),
    ],
)
def test_what_is_taken_from_the_ai_office_need_not_be_high_risk(answers, named):
    """Art. 75(1)(a)(i), (ii) and (iv) name systems and not their class."""
    given = {"R1": "yes", "R16": "own_model", "T1": "yes", **answers}

    found = classify(given, edition="2026-1744", on=ON).as_json()

    assert found["class"] != "high_risk"
    assert ("Art. 75(1)" in {item["provision"] for item in found["duties"]}) == named


@pytest.mark.parametrize(("point_2", "reported"), [("no", "Art. 75(1a)"), ("yes", "Art. 73(1)")])
def test_incidents_of_infrastructure_that_left_the_list_go_to_no_ai_office(point_2, reported):
    """Where another listed use keeps the system high-risk, it is still one of point 2."""
    given = {"R1": "yes", "R15": "no", "R16": "own_model", "H_AREA": ["2", "4"], "H4a": "yes"}
    left = NOT_HIGH_RISK | {"F_FOR": ["Annex III 2"], "H2a": "yes", "H2b": point_2}

    found = {code for code, role in derived(given | left) if role == "provider"}

    assert found & {"Art. 73(1)", "Art. 75(1a)"} == {reported}
