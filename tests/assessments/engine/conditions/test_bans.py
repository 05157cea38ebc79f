"""What Chapter II asks under conditions: each case just inside and just outside."""

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
from tests.assessments.engine.golden import EDITIONS


@pytest.mark.parametrize(
    ("role", "ban", "bound"),
    [
        ("importer", "Art. 5(1)(a)", True),
        ("importer", "Art. 5(1)(h)", False),
        ("product_manufacturer", "Art. 5(1)(b)", True),
        ("product_manufacturer", "Art. 5(1)(h)", False),
        ("authorised_representative", "Art. 5(1)(a)", False),
    ],
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_ban_on_the_market_binds_whoever_brings_it_there(edition, role, ban, bound):
    """Art. 3(6): an importer places on the market; Art. 5(1)(h) bans the use alone."""
    banned = replace(
        PROVIDER, edition=edition, roles=frozenset({role}), prohibited=frozenset({ban})
    )
    banned = replace(banned, grounds=frozenset(), routes=frozenset())

    found = owed(banned)

    assert found.keys() == ({(ban, role)} if bound else set())
    assert [item.uncertain_why for item in found.values()] == [""] * bound


@pytest.mark.parametrize(
    ("role", "limb", "expected"),
    [
        ("importer", "brings_a_banned_tool", ["Art. 5(1)(ba)", "Art. 5(1a)(a)"]),
        ("provider", "brings_a_banned_tool", ["Art. 5(1)(ba)", "Art. 5(1a)(a)"]),
        ("deployer", "makes_banned_material", ["Art. 5(1)(ba)", "Art. 5(1a)(b)"]),
        ("provider", "makes_banned_material", []),
        ("distributor", "makes_banned_material", []),
        ("deployer", "brings_a_banned_tool", []),
    ],
)
def test_the_limbs_of_the_newer_bans_follow_market_and_use(role, limb, expected):
    banned = replace(
        PROVIDER,
        roles=frozenset({role}),
        upcoming=frozenset({"Art. 5(1)(ba)"}),
        facts=frozenset({limb}),
    )

    assert sorted(code for code in codes(banned) if code.startswith("Art. 5")) == expected


NUDES = {"P_BA1": "yes", "P_BA2": "yes"}
NEWER_BAN = {"Art. 5(1)(ba)", "Art. 5(1a)(a)", "Art. 5(1a)(b)"}


@pytest.mark.parametrize(
    ("answers", "bound"),
    [
        # Art. 5(1a)(b): a mere deployer is banned by the purpose of its use alone.
        ({"R1": "no", "R2": "yes", "P_B3F": "yes"}, {}),
        ({"R1": "no", "R2": "yes", "P_B3P": "yes"}, {}),
        (
            {"R1": "no", "R2": "yes", "P_B3D": "yes"},
            {"deployer": {"Art. 5(1)(ba)", "Art. 5(1a)(b)"}},
        ),
        # Art. 5(1a)(a): whoever does not use it is banned by what it brings to market alone.
        ({"R1": "yes", "R2": "no", "P_B3D": "yes"}, {}),
        ({"R3": "yes", "R2": "no", "P_B3D": "yes"}, {}),
        (
            {"R1": "yes", "R2": "no", "P_B3F": "yes"},
            {"provider": {"Art. 5(1)(ba)", "Art. 5(1a)(a)"}},
        ),
        (
            {"R1": "yes", "R2": "yes", "P_B3D": "yes"},
            {"deployer": {"Art. 5(1)(ba)", "Art. 5(1a)(b)"}},
        ),
        (
            {"R1": "yes", "R2": "yes", "P_B3F": "yes"},
            {"provider": {"Art. 5(1)(ba)", "Art. 5(1a)(a)"}},
        ),
    ],
)
def test_nobody_is_banned_by_the_limb_of_somebody_else(answers, bound):
    given = {**NUDES, **answers}

    found = {(code, role) for code, role in derived(given) if code in NEWER_BAN}
    upcoming = classify(given, edition="2026-1744", on=ON).as_json()["upcoming"]

    assert found == {(code, role) for role, codes_ in bound.items() for code in codes_}
    assert bool(upcoming) == bool(bound)


def test_whether_a_ban_reaches_a_distributor_is_marked_and_no_other_ban_is_told():
    """Art. 3(10): a distributor makes available, which Art. 5(1) does not name."""
    banned = replace(
        PROVIDER,
        roles=frozenset({"distributor"}),
        grounds=frozenset(),
        routes=frozenset(),
        prohibited=frozenset({"Art. 5(1)(a)"}),
    )

    (made,) = owed(banned).values()

    assert made.provision == "Art. 5(1)(a)"
    assert "does not name the making available" in made.uncertain_why


NAMED_TOGETHER = tuple((f"Art. 5({number})", "deployer") for number in (2, 3, 4))


def test_live_identification_that_is_left_open_owes_its_safeguards():
    allowed = replace(
        on_grounds(DEPLOYER, "Annex III 1(a)"), named=NAMED_TOGETHER, prohibited=frozenset()
    )

    found = owed(allowed)

    assert {found[key].applies_from for key in NAMED_TOGETHER} == {datetime.date(2025, 2, 2)}


@pytest.mark.parametrize("ban", ["Art. 5(1)(h)", "Art. 5(1)(f)"])
def test_a_ban_does_not_bring_the_safeguards_of_the_use_that_is_left_open(ban):
    banned = replace(DEPLOYER, prohibited=frozenset({ban}))

    assert codes(banned) & {"Art. 5(2)", "Art. 5(3)", "Art. 5(4)"} == set()


LIVE_SEARCH = dict.fromkeys(("R2", "P_H1", "P_H2", "P_H3", "P_H6", "P_H7", "P_H8"), "yes") | {
    "P_H4": "suspect"
}
DAY_OF_THE_BAN = datetime.date(2025, 2, 2)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "more", [{}, {"R13": "public"}, {"H_LEG": "yes"}, {"P_H7": "no"}, {"P_H8": "no"}]
)
def test_assessment_and_registration_of_a_live_search_bind_with_the_ban(more, edition):
    """Art. 5(2) lets nobody authorise it without them, whenever the system came to be."""
    found = derived({**LIVE_SEARCH, **more}, edition)

    for code in (
        "Art. 27(1)",
        "Art. 27(2)",
        "Art. 27(3)",
        "Art. 49(3)",
        "Art. 49(4)",
        "Art. 71(3)",
    ):
        made = found[code, "deployer"]
        assert made.applies_from == DAY_OF_THE_BAN
        assert made.why.startswith("Art. 5(2) third subparagraph: ")
        assert (made.only_if, made.formal_from) == ("", None)
        is_open = code in ("Art. 27(2)", "Art. 27(3)", "Art. 71(3)")
        assert ("only from the day of the other duties" in made.uncertain_why) == is_open
        assert bool(made.uncertain_why) == is_open


@pytest.mark.parametrize(
    ("answers", "bound"),
    [
        ({"H_AREA": ["1"], "H1a": "yes"}, True),
        ({"P_H1": "yes", "P_H2": "yes", "P_H3": "no"}, False),
        ({**LIVE_SEARCH}, False),
        ({**LIVE_SEARCH, "H_AREA": ["1"], "H1a": "yes"}, True),
    ],
)
def test_a_search_of_recordings_is_authorised_where_one_is_meant(answers, bound):
    """Art. 26(10) speaks of identification after the event."""
    assert (("Art. 26(10)", "deployer") in derived({"R2": "yes", **answers})) == bound


@pytest.mark.parametrize(
    "answers",
    [
        {"R2": "yes", "R13": "public", "H_AREA": ["1"], "H1a": "yes"},
        {**LIVE_SEARCH, "R13": "public", "P_H3": "no"},
        {"R2": "yes", "R13": "public", "H_AREA": ["6"], "H6d": "yes"},
    ],
)
def test_other_uses_of_the_police_wait_for_their_day(answers):
    found = derived(answers)

    for code in ("Art. 27(1)", "Art. 27(3)", "Art. 49(3)", "Art. 71(3)"):
        assert found[code, "deployer"].applies_from == datetime.date(2027, 12, 2)
        assert "since then too" not in found[code, "deployer"].uncertain_why


def test_whoever_makes_and_uses_a_live_search_registers_as_maker_on_the_ordinary_day():
    found = derived({**LIVE_SEARCH, "R1": "yes"})

    assert found["Art. 71(3)", "deployer"].applies_from == DAY_OF_THE_BAN
    assert found["Art. 49(4)", "deployer"].applies_from == DAY_OF_THE_BAN
    assert found["Art. 49(4)", "provider"].applies_from == datetime.date(2027, 12, 2)


@pytest.mark.parametrize(
    ("answers", "is_open"),
    [
        ({"R13": "no", "H1a": "yes"}, True),
        ({"R13": "public", "H1a": "yes"}, False),
        ({"R13": "no", "R13b": "yes", "H1a": "yes"}, False),
        ({"R13": "no", "P_H1": "yes", "P_H2": "no", "P_H3": "yes"}, False),
    ],
)
def test_whether_a_search_of_nobody_from_an_authority_is_reported_is_open(answers, is_open):
    """Art. 26(10) speaks of the file of the police, and of every purpose and deployer."""
    duty = derived({"R2": "yes", "H_AREA": ["1"], **answers})["Art. 26(10)", "deployer"]

    assert ("bind a deployer who is no law enforcement" in duty.uncertain_why) == is_open
    assert duty.only_if.startswith("Only where a person is identified afterwards from recordings")


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"P_H1": "yes", "P_H2": "no", "P_H3": "yes"}, True),
        ({"P_H1": "yes", "P_H2": "yes", "P_H3": "no"}, False),
        ({"H1a": "yes"}, True),
    ],
)
def test_a_search_that_may_be_of_recordings_is_authorised(answers, found):
    given = {"R2": "yes", "R13": "public", "H_AREA": ["1"], **answers}

    assert (("Art. 26(10)", "deployer") in derived(given)) == found
