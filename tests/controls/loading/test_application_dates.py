"""From when a provision applies, by edition and route, and what the reason says."""

from datetime import date

import pytest

from controls.frameworks.loading import load_edition

OLD, NEW = "2024-1689", "2026-1744"
ANNEX_I, ANNEX_III, BOTH = {"annex_i"}, {"annex_iii"}, {"annex_i", "annex_iii"}
PLACED = {"placed_before_2026-08-02"}

CASES = [
    ("impact assessment as published", OLD, "Art. 27", ANNEX_III, date(2026, 8, 2)),
    ("impact assessment as amended", NEW, "Art. 27", ANNEX_III, date(2027, 12, 2)),
    ("impact assessment by both routes", NEW, "Art. 27", BOTH, date(2027, 12, 2)),
    ("impact assessment not for products", NEW, "Art. 27", ANNEX_I, None),
    ("impact assessment not without route", NEW, "Art. 27(1)", set(), None),
    ("risk management for products as published", OLD, "Art. 9(1)", ANNEX_I, date(2027, 8, 2)),
    ("risk management for products as amended", NEW, "Art. 9(1)", ANNEX_I, date(2028, 8, 2)),
    ("risk management by the earlier route", NEW, "Art. 9(1)", BOTH, date(2027, 12, 2)),
    ("marking as published", OLD, "Art. 50(2)", set(), date(2026, 8, 2)),
    ("marking as amended", NEW, "Art. 50(2)", set(), date(2026, 8, 2)),
    ("marking whatever the route", NEW, "Art. 50(2)", ANNEX_III, date(2026, 8, 2)),
    ("marking by an old system as amended", NEW, "Art. 50(2)", PLACED, date(2026, 12, 2)),
    ("marking by an old system as published", OLD, "Art. 50(2)", PLACED, date(2026, 8, 2)),
    ("new prohibition as published", OLD, "Art. 5(1)(ba)", set(), None),
    ("new prohibition as amended", NEW, "Art. 5(1)(ba)", set(), date(2026, 12, 2)),
    ("all prohibitions, earliest", NEW, "Art. 5", set(), date(2025, 2, 2)),
    ("registration of exceptions as published", OLD, "Art. 49(2)", ANNEX_III, date(2026, 8, 2)),
    ("registration of exceptions as amended", NEW, "Art. 49(2)", ANNEX_III, date(2027, 12, 2)),
    ("registration by the letter", NEW, "Art. 49(2)", {"formal"}, date(2026, 8, 2)),
    ("deleted point as published", OLD, "Art. 10(5)", ANNEX_III, date(2026, 8, 2)),
    ("deleted point as amended", NEW, "Art. 10(5)", ANNEX_III, None),
    ("inserted article as published", OLD, "Art. 4a", set(), None),
    ("inserted article as amended", NEW, "Art. 4a", set(), date(2026, 7, 27)),
    ("old model", NEW, "Art. 53(1)(a)", {"placed_before_2025-08-02"}, date(2027, 8, 2)),
]


@pytest.mark.parametrize(
    ("edition", "provision", "routes", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_provision_applies_from_the_earliest_matching_date(edition, provision, routes, expected):
    on, why = load_edition("eu-ai-act", edition).applies_from(provision, routes)

    assert on == expected
    assert why


def test_the_reason_names_profile_route_other_readings_and_doubt():
    why = load_edition("eu-ai-act", NEW).applies_from("Art. 49(2)", ANNEX_III)[1]

    assert why.startswith(
        "Registration of systems considered not high-risk: applies from 2 December 2027"
        " by the route of Annex III under Regulation (EU) 2024/1689"
    )
    assert "The date by the letter of the law is 2 August 2026." in why
    assert "Not settled: Two readings exist." in why


def test_the_reason_names_the_transition_of_those_placed_earlier():
    why = load_edition("eu-ai-act", NEW).applies_from("Art. 50(2)", set())[1]

    assert why.endswith(
        "The date for what was placed on the market before 2 August 2026 is 2 December 2026."
    )


def test_the_reason_for_a_heading_names_the_provision_that_is_first():
    why = load_edition("eu-ai-act", NEW).applies_from("Art. 27", ANNEX_III)[1]

    assert why.startswith("Earliest under Art. 27 is Art. 27(1). ")
    assert "Not settled" not in why


def test_the_reason_for_no_date_says_what_is_lacking():
    amended = load_edition("eu-ai-act", NEW)

    assert amended.applies_from("Art. 27(1)", ANNEX_I)[1] == (
        "High-risk Annex III only, Chapter III Sections 1-3: applies only by the route of"
        f" Annex III under {amended.title}."
    )
    assert amended.applies_from("Art. 10(5)", ANNEX_I)[1] == (
        f"Art. 10(5) is no part of {amended.title} (deleted)."
    )


def test_a_standard_has_no_dates():
    on, why = load_edition("iso-42001", "2023").applies_from("6.1.2", set())

    assert on is None
    assert why == "6.1.2 has no date of application; ISO/IEC 42001:2023 sets none."


def test_an_unknown_route_is_an_error():
    with pytest.raises(ValueError, match="There is no route 'annex_ii'"):
        load_edition("eu-ai-act", NEW).applies_from("Art. 9(1)", {"annex_ii"})


UNDER = [
    ("Art. 27(4)", ["Art. 27(4)"]),
    ("Art. 5(1)(h)", [f"Art. 5(1)(h){point}" for point in ("", "(i)", "(ii)", "(iii)")]),
    ("Art. 4", ["Art. 4", "Art. 4(1)", "Art. 4(2)", "Art. 4(3)"]),
    (
        "Art. 27",
        ["Art. 27", "Art. 27(1)"]
        + [f"Art. 27(1)({letter})" for letter in "abcdef"]
        + [f"Art. 27({number})" for number in range(2, 6)],
    ),
    ("Art. 26(5)", ["Art. 26(5)", "Art. 26(5) second subparagraph"]),
    ("Annex III.5", ["Annex III.5", *(f"Annex III.5({letter})" for letter in "abcd")]),
    ("Annex VII", ["Annex VII"]),
]


@pytest.mark.parametrize("edition", [OLD, NEW])
@pytest.mark.parametrize(("top", "expected"), UNDER, ids=[case[0] for case in UNDER])
def test_an_id_stands_for_itself_and_all_below_it(edition, top, expected):
    found = load_edition("eu-ai-act", edition).under(top)

    assert [provision.id for provision in found] == expected
