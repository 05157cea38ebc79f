"""What the law asks in a situation: every duty dated, addressed and reached; golden cases."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.engine.ai_act import read
from assessments.engine.dates import REGIMES
from assessments.engine.effects import load_act
from assessments.engine.obligations.declared import load_declared
from assessments.engine.obligations.derivation import derive
from assessments.engine.obligations.law import duties_of, level_of, parts_of, roles_of
from assessments.engine.situation import Situation
from controls.frameworks.loading import load_edition, official_url
from tests.assessments.engine.golden import EDITIONS, cases, classified

ACT = load_act()
ON = datetime.date(2026, 11, 23)
ROLES = frozenset({
    "provider", "deployer", "importer", "distributor", "product_manufacturer",
    "authorised_representative", "third_party_supplier", "gpai_provider",
})  # fmt: skip
NOTHING = Situation(
    edition="2026-1744",
    in_scope=True,
    roles=frozenset({"provider"}),
    grounds=frozenset(),
    prohibited=frozenset(),
    upcoming=frozenset(),
    routes=frozenset(),
    transition="",
    derogated=False,
    named=(),
)
HIRING = replace(NOTHING, grounds=frozenset({"Annex III 4(a)"}), routes=frozenset({"annex_iii"}))


def keys(situation):
    return {item.key: item for item in derive(situation, ACT)}


def everything(edition):
    """Every role, regime and named duty at once."""
    named = {
        (duty.provision, role)
        for rule in ACT.rules
        for duty in rule.effect.duties
        for role in ROLES
    }
    return replace(
        NOTHING,
        edition=edition,
        roles=ROLES,
        grounds=frozenset(
            {
                "Annex III 1(a)",
                "Annex III 2",
                "Annex I Section A",
                "Annex I Section B",
            }
        ),
        prohibited=frozenset({"Art. 5(1)(h)", "Art. 5(1)(ba)"}),
        routes=frozenset(REGIMES) - {"derogation", "prohibited"},
        derogated=True,
        named=tuple(
            sorted(
                named
                | {("Art. 5(2)", "deployer"), ("Art. 5(3)", "deployer"), ("Art. 5(4)", "deployer")}
            )
        ),
        facts=frozenset(fact.id for fact in load_declared().facts),
    )


def reported_nationally(situation):
    """Whoever is under the AI Office reports to it instead of the Member State."""
    return replace(situation, named=tuple(set(situation.named) - {("Art. 75(1)", "provider")}))


def without_product_law(situation):
    """Under the amended law, product law takes the place of the procedures of Annex III."""
    return replace(situation, grounds=situation.grounds - {"Annex I Section A"})


def resold(situation):
    """Whoever counts as the provider is no distributor (Art. 3(7))."""
    return replace(situation, roles=frozenset({"distributor"}))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_duty_has_an_addressee_and_a_date(edition):
    lacking = [
        item.id for item in duties_of(edition) if not item.addressees or not item.applies_from
    ]

    assert lacking == []


@pytest.mark.parametrize(("edition", "count"), [("2024-1689", 153), ("2026-1744", 156)])
def test_every_duty_is_reached_by_some_situation(edition, count):
    whole = everything(edition)
    situations = (
        whole,
        without_product_law(whole),
        reported_nationally(whole),
        resold(whole),
    )
    reached = {provision for each in situations for provision, _role in keys(each)}

    duties = {item.id for item in duties_of(edition)}

    assert len(duties) == count
    assert duties - reached == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_paragraph_stands_for_its_points_once(edition):
    duties = [item.id for item in duties_of(edition)]

    points = [part.id for duty in duties for part in parts_of(edition, duty)]

    assert len(points) == len(set(points))
    assert set(points) & set(duties) == set()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_is_derived_is_whole_and_ours(case):
    situation = read(case.answers, edition=case.edition, on=case.on).situation
    law = load_edition("eu-ai-act", case.edition)

    found = derive(situation, ACT)

    assert len({item.key for item in found}) == len(found)
    assert {item.role for item in found} <= situation.roles
    assert all(law.provision(item.provision).exists for item in found)
    assert all(item.why for item in found)
    assert {item.applies_from is None for item in found} <= {False, bool(situation.transition)}
    for item in found:
        provision = law.provision(item.provision)
        assert item.role in roles_of(provision)
        assert provision.citation.startswith(item.provision)
        assert not item.relief or all(law.provision(each.provision).exists for each in item.relief)
        assert item.formal_from is None or item.formal_from < item.applies_from


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_every_duty_of_a_result_has_addressee_day_citation_and_link(case):
    """No day is told with its reason: where a provision does not reach the case, or waits."""
    result = classified(case.answers, edition=case.edition, on=case.on)
    law = load_edition("eu-ai-act", case.edition)

    for duty in result["duties"]:
        assert duty["role"] in ROLES
        assert duty["applies_from"] or len(duty["why"]) > 40
        if duty["provision"] in law:
            assert law.provision(duty["provision"]).citation
            assert official_url("eu-ai-act", case.edition, duty["provision"]).startswith("https://")
        else:
            assert "has no" in duty["why"]


def test_whoever_holds_no_role_owes_nothing():
    assert derive(replace(HIRING, roles=frozenset()), ACT) == ()


def test_a_provider_of_a_high_risk_system_owes_article_9_but_not_26():
    owed = keys(HIRING)

    assert ("Art. 9(1)", "provider") in owed
    assert not [code for code, _role in owed if code.startswith("Art. 26")]


@pytest.mark.parametrize(
    ("edition", "day"),
    [("2024-1689", datetime.date(2026, 8, 2)), ("2026-1744", datetime.date(2027, 12, 2))],
)
def test_the_edition_decides_over_the_day(edition, day):
    assert keys(replace(HIRING, edition=edition))["Art. 9(1)", "provider"].applies_from == day


def test_the_earlier_of_two_routes_counts_and_names_the_regime():
    both = replace(
        HIRING,
        grounds=frozenset({"Annex III 4(a)", "Annex I Section A"}),
        routes=frozenset({"annex_i", "annex_iii"}),
    )

    found = keys(both)["Art. 9(1)", "provider"]

    assert found.applies_from == datetime.date(2027, 12, 2)
    assert found.regime == "high_risk_annex_iii"
    assert keys(both)["Art. 8(2)", "provider"].regime == "high_risk_annex_iii"


def test_section_b_alone_leaves_the_duties_to_the_law_on_products():
    machine = replace(
        NOTHING, grounds=frozenset({"Annex I Section B"}), routes=frozenset({"annex_i"})
    )

    assert derive(machine, ACT) == ()


def test_a_legacy_system_waits_without_a_day_and_says_why():
    found = keys(replace(HIRING, transition="legacy"))["Art. 9(1)", "provider"]

    assert found.applies_from is None
    assert found.why.startswith("Art. 111(2)")


def test_a_legacy_system_of_an_authority_has_until_2030():
    found = keys(replace(HIRING, transition="legacy_for_public_authorities"))

    assert found["Art. 9(1)", "provider"].applies_from == datetime.date(2030, 8, 2)


def test_what_rules_may_name_binds_only_where_it_was_named():
    deployer = replace(HIRING, roles=frozenset({"deployer"}))
    named = replace(deployer, named=(("Art. 27", "deployer"),))

    assert ("Art. 27(1)", "deployer") not in keys(deployer)
    assert {code for code, _role in keys(named)} >= {
        "Art. 27(1)", "Art. 27(2)", "Art. 27(3)",
    }  # fmt: skip


def test_registration_brings_its_entries_along():
    named = keys(replace(HIRING, named=(("Art. 49(1)", "provider"),)))

    assert ("Art. 71(2)", "provider") in named
    assert ("Art. 71(2)", "provider") not in keys(HIRING)


def test_an_exception_from_annex_iii_is_documented_and_registered():
    named = (("Art. 49(2)", "provider"), ("Art. 6(4)", "provider"))
    found = keys(replace(NOTHING, derogated=True, named=named))

    assert sorted(code for code, _role in found) == ["Art. 49(2)", "Art. 6(4)", "Art. 71(2)"]
    assert {item.applies_from for item in found.values()} == {datetime.date(2027, 12, 2)}


def test_a_coming_prohibition_is_owed_from_its_day():
    facts = frozenset({"brings_a_banned_tool"})
    found = keys(replace(NOTHING, upcoming=frozenset({"Art. 5(1)(ba)"}), facts=facts))

    assert found["Art. 5(1)(ba)", "provider"].applies_from == datetime.date(2026, 12, 2)
    assert ("Art. 5(1a)(a)", "provider") in found
    assert ("Art. 5(1a)(b)", "provider") not in found


def test_what_no_question_asks_is_told_as_a_condition():
    only_if = keys(HIRING)["Art. 43(4)", "provider"].only_if

    assert only_if == "Only where the system is substantially modified."


@pytest.mark.parametrize(
    ("provision", "level"),
    [
        ("Art. 4(1)", "organisation"),
        ("Art. 17(1)", "organisation"),
        ("Art. 52(1)", "use_case"),
        ("Art. 53(1)(a)", "use_case"),
        ("Art. 53(1)(b)", "use_case"),
        ("Art. 53(1)(c)", "organisation"),
        ("Art. 53(1)(d)", "use_case"),
        ("Art. 53(3)", "use_case"),
        ("Art. 54(1)", "organisation"),
        ("Art. 55(1)(a)", "use_case"),
        ("Art. 49(1)", "use_case"),
        ("Art. 16(a)", "use_case"),
        ("Art. 40", "use_case"),
    ],
)
def test_some_obligations_stand_at_the_organisation(provision, level):
    assert level_of(provision) == level


def without(situation, role):
    """Take a role away; a duty that is named falls on a role that is held."""
    roles = situation.roles - {role}
    named = tuple(pair for pair in situation.named if pair[1] in roles)
    return replace(situation, roles=roles, named=named)


SITUATIONS = st.builds(
    replace,
    st.just(NOTHING),
    edition=st.sampled_from(EDITIONS),
    roles=st.frozensets(st.sampled_from(sorted(ROLES))),
    grounds=st.frozensets(
        st.sampled_from(["Annex III 1(a)", "Annex III 2", "Annex III 4(a)", "Annex I Section A"])
    ),
    routes=st.frozensets(
        st.sampled_from(["annex_i", "annex_iii", "transparency", "gpai", "gpai_systemic",
                         "placed_before_2026-08-02", "placed_before_2025-08-02"])
    ),
    transition=st.sampled_from(["", "legacy", "legacy_for_public_authorities"]),
    named=st.lists(
        st.tuples(st.sampled_from(["Art. 4", "Art. 27", "Art. 50(1)", "Art. 53"]),
                  st.sampled_from(["provider", "deployer", "gpai_provider"])),
        unique=True,
    ).map(tuple),
).map(lambda made: without(made, None))  # fmt: skip


# Art. 26(5): only a deployer who cannot reach its provider reports by Art. 73, so not the provider;
# nor is the provider a distributor (Art. 3(7)).
OF_ANOTHER_PROVIDER = {(f"Art. 73({number})", "deployer") for number in (2, 3, 4)} | {
    (f"Art. 24({number})", "distributor") for number in range(1, 7)
}


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_fewer_roles_never_owe_more(situation):
    owed = set(keys(situation))

    for role in situation.roles:
        fewer = set(keys(without(situation, role)))
        gained = fewer - {key for key in owed if key[1] != role}
        assert fewer - gained == {key for key in owed if key[1] != role}
        assert gained <= (OF_ANOTHER_PROVIDER if role == "provider" else set())


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_another_route_never_takes_an_obligation_away_nor_makes_it_later(situation):
    without = keys(situation)
    more = replace(situation, routes=situation.routes | {"annex_iii"})

    with_one = keys(more)

    assert without.keys() <= with_one.keys()
    for key, item in without.items():
        later = with_one[key].applies_from
        assert item.applies_from is None or later is None or later <= item.applies_from


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_a_transition_never_makes_a_day_earlier(situation):
    plain = keys(replace(situation, transition=""))

    for key, item in keys(situation).items():
        before = plain[key].applies_from
        assert item.applies_from is None or before is None or item.applies_from >= before
