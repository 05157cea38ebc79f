"""What the law asks in a situation: every duty dated, addressed and reached; golden cases."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.engine.ai_act import read
from assessments.engine.dates import REGIMES
from assessments.engine.effects import load_act
from assessments.engine.obligations.conditions import CONDITIONS
from assessments.engine.obligations.derivation import derive, duties_of, level_of, parts_of
from assessments.engine.situation import Situation
from controls.loading import load_edition
from tests.assessments.engine.golden import EDITIONS, cases

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
        grounds=frozenset({"Annex III 1(a)", "Annex III 2", "Annex I Section A"}),
        prohibited=frozenset({"Art. 5(1)(h)", "Art. 5(1)(ba)"}),
        routes=frozenset(REGIMES) - {"derogation", "prohibited"},
        derogated=True,
        named=tuple(sorted(named)),
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_duty_has_an_addressee_and_a_date(edition):
    lacking = [
        item.id for item in duties_of(edition) if not item.addressees or not item.applies_from
    ]

    assert lacking == []


@pytest.mark.parametrize(("edition", "count"), [("2024-1689", 165), ("2026-1744", 167)])
def test_every_duty_is_reached_by_some_situation(edition, count):
    reached = {provision for provision, _role in keys(everything(edition))}

    duties = {item.id for item in duties_of(edition)}

    assert len(duties) == count
    assert duties - reached == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_paragraph_stands_for_its_points_once(edition):
    duties = [item.id for item in duties_of(edition)]

    points = [part.id for duty in duties for part in parts_of(edition, duty)]

    assert len(points) == len(set(points))
    assert set(points) & set(duties) == set()


@pytest.mark.parametrize("code", CONDITIONS)
def test_conditions_name_provisions_that_exist(code):
    assert code in load_edition("eu-ai-act", "2026-1744")


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
    assert keys(both)["Art. 8(2)", "provider"].regime == "high_risk_annex_i"


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
        "Art. 27(1)", "Art. 27(2)", "Art. 27(3)", "Art. 27(4)",
    }  # fmt: skip


def test_registration_brings_its_entries_along():
    named = keys(replace(HIRING, named=(("Art. 49(1)", "provider"),)))

    assert ("Art. 71(2)", "provider") in named
    assert ("Art. 16(i)", "provider") in named
    assert ("Art. 71(2)", "provider") not in keys(HIRING)


def test_an_exception_from_annex_iii_is_documented_and_registered():
    named = (("Art. 49(2)", "provider"), ("Art. 6(4)", "provider"))
    found = keys(replace(NOTHING, derogated=True, named=named))

    assert sorted(code for code, _role in found) == ["Art. 49(2)", "Art. 6(4)", "Art. 71(2)"]
    assert {item.applies_from for item in found.values()} == {datetime.date(2027, 12, 2)}


def test_a_coming_prohibition_is_owed_from_its_day():
    found = keys(replace(NOTHING, upcoming=frozenset({"Art. 5(1)(ba)"})))

    assert found["Art. 5(1)(ba)", "provider"].applies_from == datetime.date(2026, 12, 2)
    assert ("Art. 5(1a)(a)", "provider") in found
    assert ("Art. 5(1a)(b)", "provider") not in found


def test_what_no_question_asks_is_told_as_a_condition():
    assert keys(HIRING)["Art. 18(3)", "provider"].only_if.startswith("Only where you are a")


@pytest.mark.parametrize(
    ("provision", "level"),
    [
        ("Art. 4(1)", "organisation"),
        ("Art. 16(c)", "organisation"),
        ("Art. 17(1)", "organisation"),
        ("Art. 53(1)(a)", "organisation"),
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


@settings(max_examples=150, deadline=None)
@given(SITUATIONS)
def test_fewer_roles_never_owe_more(situation):
    owed = set(keys(situation))

    for role in situation.roles:
        fewer = set(keys(without(situation, role)))
        assert fewer == {key for key in owed if key[1] != role}


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
