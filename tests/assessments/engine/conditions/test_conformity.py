"""Assessment, declaration and registration (Art. 43 to 49): just inside and just outside."""

from dataclasses import replace

import pytest

from tests.assessments.engine.conditions.situations import (
    DEPLOYER,
    PROVIDER,
    codes,
    derived,
    on_grounds,
    owed,
)


def test_a_provider_of_critical_infrastructure_registers_nationally_alone():
    point_2 = replace(on_grounds(PROVIDER, "Annex III 2"), named=(("Art. 49(5)", "provider"),))

    found = codes(point_2)

    assert "Art. 49(5)" in found
    assert found & {"Art. 16(i)", "Art. 71(2)", "Art. 49(1)", "Art. 49(4)"} == set()


@pytest.mark.parametrize(
    ("facts", "open_facts", "expected"),
    [
        ((), (), None),
        (("public_deployer",), (), ""),
        ((), ("public_deployer",), "Only where you are a public authority or use it on behalf"),
    ],
)
def test_a_deployer_of_critical_infrastructure_registers_only_where_public(
    facts, open_facts, expected
):
    situation = replace(
        on_grounds(DEPLOYER, "Annex III 2"),
        facts=frozenset(facts),
        open_facts=frozenset(open_facts),
    )

    found = owed(situation).get(("Art. 49(5)", "deployer"))

    assert (found is None) == (expected is None)
    if found is not None:
        assert found.only_if.startswith(expected)
        assert bool(found.only_if) == bool(expected)
        assert "names nobody who registers" in found.uncertain_why


@pytest.mark.parametrize(
    ("edition", "ground", "expected"),
    [
        ("2024-1689", "Annex III 5(d)", {"Art. 43(2)", "Art. 43(3)"}),
        ("2026-1744", "Annex III 5(d)", {"Art. 43(3)"}),
        ("2024-1689", "Annex III 1(c)", {"Art. 43(1)", "Art. 43(3)"}),
        ("2026-1744", "Annex III 1(c)", {"Art. 43(3)"}),
    ],
)
def test_a_product_of_section_a_follows_the_procedure_of_its_own_law(edition, ground, expected):
    dual = replace(on_grounds(PROVIDER, ground, "Annex I Section A"), edition=edition)

    found = codes(dual)

    assert found & {"Art. 43(1)", "Art. 43(2)", "Art. 43(3)"} == expected


@pytest.mark.parametrize(
    ("links", "is_open"),
    [
        (["output_eu"], True),
        (["output_eu", "market"], False),
        (["output_eu", "deployer_eu"], False),
        (["market"], False),
    ],
)
def test_what_goes_with_the_union_market_is_open_where_only_the_output_gets_there(links, is_open):
    found = derived({"S2": links, "R1": "yes", "R11": "yes", "H_AREA": ["4"], "H4a": "yes"})

    for code in ("Art. 22(1)", "Art. 43(2)", "Art. 47(1)", "Art. 48(1)", "Art. 49(1)"):
        assert ("Art. 2(1)(c)" in found[code, "provider"].uncertain_why) == is_open
    assert "Art. 2(1)(c)" not in found["Art. 9(1)", "provider"].uncertain_why


@pytest.mark.parametrize(
    ("grounds", "bound"),
    [
        (["Annex III 4(a)"], False),
        (["Annex III 1(c)"], True),
        (["Annex I Section A"], True),
        (["Annex III 5(b)"], False),
    ],
)
def test_certificates_are_for_those_with_a_notified_body(grounds, bound):
    found = codes(on_grounds(PROVIDER, *grounds))

    assert found & {"Art. 44(2)", "Art. 48(4)"} == (
        {"Art. 44(2)", "Art. 48(4)"} if bound else set()
    )


@pytest.mark.parametrize(
    ("ground", "named", "only_if"),
    [
        ("Annex III 1(c)", (), None),
        ("Annex III 1(c)", (("Art. 49(3)", "deployer"),), "Only in law enforcement, migration"),
        ("Annex III 6(a)", (("Art. 49(3)", "deployer"),), ""),
        ("Annex III 4(a)", (("Art. 49(3)", "deployer"),), None),
    ],
)
def test_the_non_public_section_is_for_public_users_in_its_fields(ground, named, only_if):
    found = owed(replace(on_grounds(DEPLOYER, ground), named=named))

    item = found.get(("Art. 49(4)", "deployer"))
    assert (item is None) == (only_if is None)
    assert item is None or item.only_if.startswith(only_if)
    assert item is None or bool(item.only_if) == bool(only_if)


LISTED = {"H_AREA": ["4"], "H4a": "yes"}
TAKEN_OUT = {"F_PROF": "no", "F_A": "yes", "F_MAT": "no", "F_HARM": "no"}


@pytest.mark.parametrize(
    ("answers", "bound"),
    [
        (LISTED, {"Art. 49(1)", "Art. 71(2)"}),
        ({**LISTED, **TAKEN_OUT}, {"Art. 49(2)", "Art. 71(2)"}),
        ({"H_AREA": ["2"], "H2a": "yes", "H2b": "yes"}, set()),
        ({"I1": ["A3"], "I2": "product", "I3": "yes"}, set()),
    ],
)
def test_a_representative_registers_for_the_provider(answers, bound):
    """Art. 49(1) and (2), 71(2): the provider or, where applicable, the representative."""
    found = derived({"R5": "yes", **answers})

    registers = {code for code, _role in found if code.startswith(("Art. 49", "Art. 71"))}
    assert registers == bound
    assert all("mandate" in found[code, "authorised_representative"].only_if for code in bound)


def test_one_declaration_serves_every_product_law_whatever_the_list():
    """Art. 47(3) speaks of other harmonisation law, not of Annex I alone."""
    listed = owed(on_grounds(PROVIDER, "Annex III 4(a)"))

    assert listed["Art. 47(3)", "provider"].only_if.startswith("Only where another")
    assert ("Art. 8(2)", "provider") not in listed
    assert ("Art. 43(3)", "provider") not in listed


@pytest.mark.parametrize(
    ("answers", "bound"),
    [
        pytest.param(
            {"R1": "yes", "H_AREA": ["6"], "H6a": "yes"}, ("49(1)", "49(4)"), id="provider"
        ),
        pytest.param(
            {"R1": "yes", "H_AREA": ["6"], "H6a": "yes", **TAKEN_OUT},
            ("49(2)", "49(4)"),
            id="provider, taken out of the list of the police",
        ),
        pytest.param(
            {"R1": "yes", "H_AREA": ["1"], "H1b": "yes", **TAKEN_OUT},
            ("49(2)", "49(4)"),
            id="provider, taken out of the list of biometrics",
        ),
        pytest.param(
            {"R1": "yes", **LISTED, **TAKEN_OUT}, ("49(2)",), id="provider, taken out of work"
        ),
        pytest.param(
            {"R1": "yes", "H_AREA": ["2"], "H2a": "yes", "H2b": "yes"},
            ("49(5)",),
            id="provider of infrastructure",
        ),
        pytest.param(
            {"R2": "yes", "R13": "public", **LISTED}, ("49(3)",), id="public deployer of work"
        ),
        pytest.param({"R2": "yes", "R13": "no", **LISTED}, (), id="private deployer"),
        pytest.param(
            {"R2": "yes", "R13": "public", **LISTED, **TAKEN_OUT},
            ("49(3)",),
            id="public deployer who cannot take it out",
        ),
    ],
)
def test_each_role_registers_where_its_paragraph_says(answers, bound):
    """Art. 49(1) to (5); by (4) also what (2) asks is kept in the section that is not public."""
    found = {code for code, _role in derived(answers) if code.startswith("Art. 49(")}

    assert found == {f"Art. {code}" for code in bound}


def test_where_infrastructure_that_was_taken_out_is_registered_is_open():
    """Art. 49(1), (3) and (5) speak of point 2; (2) does not."""
    infrastructure = {"R1": "yes", "H_AREA": ["2"], "H2a": "yes", "H2b": "yes", **TAKEN_OUT}

    told = derived(infrastructure)["Art. 49(2)", "provider"]
    other = derived({"R1": "yes", **LISTED, **TAKEN_OUT})["Art. 49(2)", "provider"]

    assert "Art. 49(2) leaves out no point" in told.uncertain_why
    assert "Art. 49(2) leaves out no point" not in other.uncertain_why


def test_biometrics_outside_of_the_police_are_registered_openly():
    taken_out = {"R1": "yes", "H_AREA": ["1"], "H1b": "yes", **TAKEN_OUT}

    told = derived(taken_out)["Art. 49(4)", "provider"]

    assert told.only_if == "Only in law enforcement, migration, asylum and border control."
