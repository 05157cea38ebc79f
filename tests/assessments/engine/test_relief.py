"""Exceptions and permissions that fit the answers stand under the duties they limit."""

import datetime
from dataclasses import replace

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.obligations.declared import load_declared
from controls.frameworks.loading import CatalogueError, load_edition
from tests.assessments.engine.conditions.situations import (
    DEPLOYER,
    ON,
    PROVIDER,
    derived,
    on_grounds,
    owed,
)
from tests.assessments.engine.conditions.test_declared import declared
from tests.assessments.engine.golden import EDITIONS

LIGHTER = frozenset({"exception", "permission", "presumption"})
CREDIT = {"R1": "yes", "R2": "yes", "H_AREA": ["5"], "H5b": "yes"}
DEVICE = {"R1": "yes", "R2": "yes", "I1": ["A11"], "I2": "product", "I3": "yes"}
OPEN = {"S1": "model", "G1": "yes", "G1p": "yes", "G3": "yes"}


def relieved(found, code, role):
    return [item.provision for item in found[code, role].relief]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_exception_is_relief_or_says_why_it_is_none(edition):
    law = load_edition("eu-ai-act", edition)
    lighter = {item.id for item in law.provisions if item.kind in LIGHTER and item.exists}

    decided = {rule.relief.provision for rule in load_declared().relief}

    assert lighter - decided - load_declared().no_relief.keys() == set()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("yes", ["Art. 17(2)", "Art. 17(3)", "Art. 17(4)", "Art. 63(1)"]),
     ("no", ["Art. 17(2)", "Art. 17(3)", "Art. 63(1)"]),
     ("unsure", ["Art. 17(2)", "Art. 17(3)", "Art. 63(1)"])],
)  # fmt: skip
def test_a_bank_runs_quality_management_by_its_own_rules(answer, expected):
    assert relieved(derived({**CREDIT, "R15": answer}), "Art. 17(1)", "provider") == expected


def test_a_bank_monitors_and_keeps_logs_by_its_own_rules():
    found = derived({**CREDIT, "R15": "yes"})

    assert relieved(found, "Art. 26(5)", "deployer") == ["Art. 26(5) second subparagraph"]
    assert relieved(found, "Art. 26(6)", "deployer") == ["Art. 26(6) second subparagraph"]
    assert relieved(found, "Art. 18(1)", "provider") == ["Art. 18(3)"]
    assert relieved(found, "Art. 19(1)", "provider") == ["Art. 19(2)"]
    assert relieved(found, "Art. 9(1)", "provider") == ["Art. 9(10)"]
    assert relieved(found, "Art. 72(1)", "provider") == ["Art. 72(4)"]


@pytest.mark.parametrize(
    ("grounds", "facts", "expected"),
    [
        (["Annex III 5(b)"], {"financial_institution"}, ["Art. 72(4)"]),
        (["Annex III 4(a)"], {"financial_institution"}, []),
        (["Annex III 5(b)"], set(), []),
        (["Annex I Section A"], set(), ["Art. 72(4)"]),
    ],
)
def test_monitoring_joins_what_product_or_financial_law_asks(grounds, facts, expected):
    situation = replace(on_grounds(PROVIDER, *grounds), facts=frozenset(facts))

    assert relieved(owed(situation), "Art. 72(1)", "provider") == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (DEVICE, ["Art. 73(10)"]),
        ({**DEVICE, "I1": ["A12"]}, ["Art. 73(10)"]),
        ({**DEVICE, "I1": ["A3"]}, []),
        ({**DEVICE, "I2": "component", "I2a": "yes"}, ["Art. 73(10)"]),
        ({**DEVICE, "I2": "component", "I2b": "yes"}, ["Art. 73(10)"]),
        ({**DEVICE, "I2": "component", "H_AREA": ["5"], "H5d": "yes"}, ["Art. 73(9)"]),
        ({"R1": "yes", "H_AREA": ["5"], "H5d": "yes"}, ["Art. 73(9)"]),
    ],
)
def test_incidents_of_devices_run_by_the_law_on_devices(answers, expected):
    assert relieved(derived(answers), "Art. 73(1)", "provider") == expected


def test_the_clocks_of_a_device_are_relieved_for_whoever_uses_it():
    made, used = derived(DEVICE), derived({**DEVICE, "R1": "no", "R2": "yes"})

    for code in ("Art. 73(2)", "Art. 73(3)", "Art. 73(4)"):
        assert relieved(made, code, "provider") == ["Art. 73(5)", "Art. 73(10)"]
        assert relieved(used, code, "deployer") == ["Art. 73(5)", "Art. 73(10)"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"H_AREA": ["6"], "H6d": "yes"}, ["Art. 26(11) second sentence"]),
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "yes"}, ["Art. 26(11) second sentence"]),
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "no"}, []),
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "no", "R13": "public"}, []),
        ({"H_AREA": ["1"], "H1a": "yes", "R13": "public"}, ["Art. 26(11) second sentence"]),
        ({"H_AREA": ["1"], "H1a": "yes"}, []),
        ({"H_AREA": ["4"], "H4a": "yes", "R13": "public"}, []),
        ({"H_AREA": ["4"], "H4a": "yes"}, []),
    ],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_the_police_tell_people_by_their_own_directive(edition, answers, expected):
    found = derived({"R2": "yes", **answers}, edition)

    assert relieved(found, "Art. 26(11)", "deployer") == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "yes"}, True),
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "no", "R13": "public"}, False),
        ({"H_AREA": ["6"], "H6d": "yes", "R13": "public"}, True),
        ({"H_AREA": ["4"], "H4a": "yes", "R13": "public"}, False),
    ],
)
def test_operational_data_of_the_police_are_left_out(answers, expected):
    """Art. 26(5) first subparagraph, last sentence."""
    found = derived({"R2": "yes", **answers})

    assert ("Art. 26(5)" in relieved(found, "Art. 26(5)", "deployer")) == expected


@pytest.mark.parametrize(
    ("ground", "expected"), [("Annex III 6(d)", True), ("Annex III 4(a)", False)]
)
def test_monitoring_leaves_operational_data_of_the_police_out(ground, expected):
    found = owed(on_grounds(PROVIDER, ground))

    assert ("Art. 72(2)" in relieved(found, "Art. 72(2)", "provider")) == expected


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("police", "expected"), [("yes", True), ("no", False)])
def test_the_check_by_two_may_be_out_of_proportion_for_the_police(edition, police, expected):
    found = derived({"R2": "yes", "P_H1": "yes", "P_H2": "no", "P_H3": police}, edition)

    told = relieved(found, "Art. 14(5)", "deployer")
    assert told == ["Art. 14(5) second subparagraph"] * expected


@pytest.mark.parametrize("edition", EDITIONS)
def test_risk_management_may_be_part_of_what_other_law_asks(edition):
    """Art. 9(10) speaks of all aspects of paragraphs 1 to 9, and of any Union law."""
    found = owed(replace(on_grounds(PROVIDER, "Annex III 4(a)"), edition=edition))

    codes = sorted(code for code, _role in found if code.startswith("Art. 9("))
    assert len(codes) >= 6
    assert all("Art. 9(10)" in relieved(found, code, "provider") for code in codes)


@pytest.mark.parametrize("code", ["Art. 73(2)", "Art. 73(3)", "Art. 73(4)", "Art. 75(1a)"])
def test_equivalent_reports_limit_every_clock(code):
    office = replace(on_grounds(PROVIDER, "Annex III 4(a)"), named=(("Art. 75(1)", "provider"),))

    assert "Art. 73(9)" in relieved(owed(office), code, "provider")


@pytest.mark.parametrize(("edition", "small_mid_caps"), [("2024-1689", False), ("2026-1744", True)])
def test_small_firms_may_write_less_papers(edition, small_mid_caps):
    found = owed(replace(on_grounds(PROVIDER, "Annex III 4(a)"), edition=edition))

    (relief,) = found["Art. 11(1)", "provider"].relief
    assert relief.provision == "Art. 11(1)"
    assert ("small mid-cap" in relief.says) == small_mid_caps


def test_a_first_provider_may_rule_the_change_out():
    found = owed(on_grounds(PROVIDER, "Annex III 4(a)"))

    assert relieved(found, "Art. 25(2)", "provider") == ["Art. 25(2)"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_was_not_trained_owes_the_criteria_for_test_data_alone(edition):
    found = derived({"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}, edition)

    for code in ("Art. 10(2)", "Art. 10(3)", "Art. 10(4)"):
        assert "Art. 10(6)" in relieved(found, code, "provider")
    assert ("Art. 10(6)", "provider") not in found


@pytest.mark.parametrize(("art", "expected"), [("yes", 1), ("no", 0), ("unsure", 0)])
def test_art_owes_a_lighter_notice_of_deep_fakes(art, expected):
    found = derived({"R2": "yes", "T4": "yes", "T4a": art})

    assert len(found["Art. 50(4) first subparagraph", "deployer"].relief) == expected


def test_what_an_open_model_still_owes_is_no_lighter_for_it():
    """Art. 53(2) takes points (a) and (b) out, and leaves points (c) and (d) as they are."""
    openly = derived(OPEN)
    closed = derived({**OPEN, "G3": "no"})

    assert ("Art. 53(1)(a)", "gpai_provider") not in openly
    assert relieved(openly, "Art. 53(1)(c)", "gpai_provider") == ["Art. 53(4)"]
    assert relieved(closed, "Art. 53(1)(c)", "gpai_provider") == ["Art. 53(4)"]


def test_only_a_model_that_was_named_is_assessed_anew():
    found = derived({**OPEN, "G5": "yes", "G4": "yes"})
    unnamed = derived({**OPEN, "G4": "yes"})

    assert relieved(found, "Art. 52(1)", "gpai_provider") == ["Art. 52(2)"]
    assert relieved(found, "Art. 55(1)(a)", "gpai_provider") == ["Art. 52(5)", "Art. 55(2)"]
    assert relieved(unnamed, "Art. 55(1)(a)", "gpai_provider") == ["Art. 55(2)"]


def test_a_system_before_its_launch_is_told_what_waits_for_it():
    answers = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}

    tested = derived({**answers, "S5": "yes", "S5a": "yes"})

    assert relieved(tested, "Art. 8(1)", "provider") == ["Art. 2(8)", "Art. 40(1)"]
    for code in ("Art. 9(1)", "Art. 17(1)", "Art. 43(2)", "Art. 49(1)", "Art. 73(1)"):
        assert "Art. 2(8)" in relieved(tested, code, "provider")
    assert "Art. 2(8)" not in relieved(tested, "Art. 60(4)", "provider")
    assert relieved(derived(answers), "Art. 8(1)", "provider") == ["Art. 40(1)"]


@pytest.mark.parametrize(
    ("edition", "expected"),
    [("2024-1689", "Art. 10(5)"), ("2026-1744", "Art. 4a(1)")],
)
def test_relief_stands_where_its_edition_has_it(edition, expected):
    situation = replace(on_grounds(PROVIDER, "Annex III 4(a)"), edition=edition)

    assert relieved(owed(situation), "Art. 10(2)", "provider") == [expected, "Art. 10(6)"]


def test_an_impact_assessment_may_build_on_another_one():
    situation = replace(on_grounds(DEPLOYER, "Annex III 5(b)"), named=(("Art. 27", "deployer"),))

    assert relieved(owed(situation), "Art. 27(1)", "deployer") == ["Art. 27(4)"]


def test_a_duty_that_a_rule_names_tells_relief_doubt_and_letter_too():
    result = classify(
        {"R1": "yes", "R2": "yes", "H_AREA": ["5"], "H5b": "yes"}, edition="2026-1744", on=ON
    ).as_json()

    duties = {duty["provision"]: duty for duty in result["duties"]}
    assert [item["provision"] for item in duties["Art. 27"]["relief"]] == ["Art. 27(4)"]
    assert duties["Art. 49(1)"]["formal_from"] == "2026-08-02"
    assert duties["Art. 49(1)"]["uncertain"] is True
    assert duties["Art. 49(1)"]["uncertain_why"].startswith("Chapter III Section 5")
    assert (duties["Art. 4"]["uncertain"], duties["Art. 4"]["uncertain_why"]) == (False, "")
    assert duties["Art. 4"]["formal_from"] is None


RELIEF = """\
relief:
  - provision: {provision}
    limits: [{limits}]
    says: It is lighter.
"""
NOTHING = "conditions: []\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"limits": "Art. 9(99)"}, "relief.yaml, line 3: Art. 17(3) limits Art. 9(99), which is"),
        ({"limits": "Art. 9(7)"}, "relief.yaml, line 3: Art. 17(3) limits Art. 9(7), which is no"),
        ({"provision": "Art. 17(33)"}, "relief.yaml, line 2: Art. 17(33) stands in no edition"),
    ],
)
def test_relief_of_a_duty_that_is_not_there_is_refused_with_its_line(tmp_path, change, message):
    good = {"provision": "Art. 17(3)", "limits": "Art. 17(1)"}
    assert len(declared(tmp_path, NOTHING, RELIEF.format(**good)).relief) == 1

    with pytest.raises(CatalogueError) as refused:
        declared(tmp_path, NOTHING, RELIEF.format(**good | change))

    assert str(refused.value).startswith(message)


def test_what_is_relief_cannot_be_named_as_none(tmp_path):
    relief = RELIEF.format(provision="Art. 17(3)", limits="Art. 17(1)")
    relief += "no_relief:\n  - provision: Art. 17(3)\n    why: It is none.\n"

    with pytest.raises(CatalogueError, match=r"yaml, line 6: Art\. 17\(3\) stands as"):
        declared(tmp_path, NOTHING, relief)


def test_a_doubt_about_some_paragraphs_does_not_cover_the_others():
    """Art. 5(2) asks for the assessment itself; open is what Art. 27(2) and (3) add to it."""
    search = {f"P_H{number}": "yes" for number in (1, 2, 3, 6, 7, 8)}
    sheet = {"R2": "yes", "R13": "public", "R13a": "authority", **search, "P_H4": "suspect"}

    result = classify(sheet, edition="2026-1744", on=datetime.date(2026, 11, 23)).as_json()

    found = {duty["provision"]: duty["uncertain_why"] for duty in result["duties"]}
    assert found["Art. 27"].startswith("Of Art. 27(2), Art. 27(3) only: Art. 5(2) asks for the ")
    assert found["Art. 49(3)"] == ""


@pytest.mark.parametrize(
    ("answers", "edition", "is_told"),
    [
        (DEVICE, "2026-1744", True),
        (DEVICE, "2024-1689", False),
        ({**DEVICE, "I1": ["B16"], "H_AREA": ["5"], "H5b": "yes"}, "2026-1744", False),
        (CREDIT, "2026-1744", False),
    ],
    ids=["section A", "before the amendment", "section B", "the list"],
)
def test_product_law_of_section_a_may_come_to_limit_what_is_asked(answers, edition, is_told):
    """Art. 2(13)(a) looks at the legislation of Section A; Art. 2(2) keeps it from Section B."""
    found = derived(answers, edition)

    for code in ("Art. 9(1)", "Art. 15(1)", "Art. 17(1)", "Art. 25(4)"):
        assert ("Art. 2(13)" in relieved(found, code, "provider")) == is_told
    assert "Art. 2(13)" not in relieved(found, "Art. 72(1)", "provider")
