"""Ceilings of fines: which article leads to which fine, and how size and turnover count."""

from decimal import Decimal

import pytest

from assessments.engine.obligations.fines import beside, ceiling, group_of
from controls.frameworks.loading import load_fines

FINES = {fine.id: fine for fine in load_fines("eu-ai-act").rows}


@pytest.mark.parametrize(
    ("provision", "role", "edition", "fine", "through"),
    [
        ("Art. 5(1)(f)", "deployer", "2026-1744", "fine-art5", ""),
        ("Art. 5(1)(a)", "importer", "2026-1744", "fine-art5", ""),
        ("Art. 5(3)", "deployer", "2026-1744", "fine-art5", "Art. 5(1)(h)"),
        ("Art. 5(4)", "deployer", "2026-1744", "fine-art5", "Art. 5(1)(h)"),
        ("Art. 26(1)", "deployer", "2026-1744", "fine-operators", ""),
        ("Art. 9(1)", "provider", "2026-1744", "fine-operators", "Art. 16(a)"),
        ("Art. 14(5)", "deployer", "2026-1744", "national", "Art. 26(1)-(2)"),
        ("Art. 49(1)", "provider", "2026-1744", "fine-operators", "Art. 16(i)"),
        ("Art. 49(3)", "deployer", "2026-1744", "national", "Art. 26(8)"),
        ("Art. 71(3)", "deployer", "2026-1744", "national", "Art. 26(8)"),
        ("Art. 49(5)", "deployer", "2026-1744", "national", ""),
        ("Art. 21(1)", "provider", "2026-1744", "fine-operators", "Art. 16(k)"),
        ("Art. 21(2)", "provider", "2026-1744", "national", "Art. 16(k)"),
        ("Art. 49(1)", "authorised_representative", "2026-1744", "national", "Art. 22(3)(e)"),
        ("Art. 72(1)", "provider", "2026-1744", "national", "Art. 16(c), 17(1)(h)"),
        ("Art. 73(2)", "provider", "2026-1744", "national", "Art. 16(c), 17(1)(i)"),
        ("Art. 73(2)", "deployer", "2026-1744", "fine-operators", "Art. 26(5)"),
        ("Art. 50(4) first subparagraph", "deployer", "2026-1744", "fine-operators", ""),
        ("Art. 53(1)(a)", "gpai_provider", "2026-1744", "fine-gpai", ""),
        ("Art. 22(1)", "provider", "2026-1744", "national", ""),
        ("Art. 22(2)", "provider", "2024-1689", "national", ""),
        ("Art. 22(3)", "authorised_representative", "2026-1744", "fine-operators", ""),
        ("Art. 25(4)", "provider", "2026-1744", "fine-operators", ""),
        ("Art. 25(4)", "provider", "2024-1689", "national", ""),
        ("Art. 25(4)", "third_party_supplier", "2026-1744", "national", "Art. 99(4)(da)"),
        ("Art. 4(1)", "provider", "2026-1744", "national", ""),
        ("Art. 27(1)", "deployer", "2026-1744", "national", ""),
    ],
)
def test_an_obligation_falls_under_the_fine_of_its_article(provision, role, edition, fine, through):
    found = group_of(provision, role, edition)

    assert (found.fine, found.through) == (fine, through)
    assert found.arguable == (fine in ("national", "fine-art5") and through != "")


@pytest.mark.parametrize(
    ("provision", "fine", "through"),
    [
        ("Art. 26(8)", "fine-operators", ""),
        ("Art. 49(3)", "fine-operators", "Art. 26(8)"),
        ("Art. 71(3)", "fine-operators", "Art. 26(8)"),
        ("Art. 49(5)", "national", ""),
    ],
)
def test_art_26_8_lends_its_fine_where_it_is_owed_itself(provision, fine, through):
    """It orders authorities to register; whoever acts for one stands in Art. 49(3) alone."""
    found = group_of(provision, "deployer", "2026-1744", beside={"Art. 26(8)"})

    assert (found.fine, found.through, found.arguable) == (fine, through, False)


@pytest.mark.parametrize(
    ("fine", "size", "turnover", "amount"),
    [
        ("fine-art5", "large", 1_000_000_000, 70_000_000),
        ("fine-art5", "large", 100_000_000, 35_000_000),
        ("fine-art5", "sme", 40_000_000, 2_800_000),
        ("fine-art5", "small_mid_cap", 1_000_000_000, 70_000_000),
        ("fine-operators", "small_mid_cap", 100_000_000, 3_000_000),
        ("fine-operators", "sme", 10_000_000_000, 15_000_000),
        ("fine-gpai", "sme", 40_000_000, 15_000_000),
        ("fine-operators", "public", None, 15_000_000),
    ],
)
def test_the_ceiling_follows_size_and_turnover(fine, size, turnover, amount):
    found = ceiling(FINES[fine], size=size, turnover=Decimal(turnover) if turnover else None)

    assert found.amount == amount
    assert found.is_whole


def test_whom_the_fine_for_wrong_information_reaches_beside_operators_is_told_as_open():
    """Art. 99(5) names nobody; Art. 53(1)(a) lets national authorities ask providers of models."""
    fine = FINES["fine-information"]

    assert fine.uncertain_why.startswith("Art. 99(5) names nobody.")
    assert "Art. 53(1)(a)" in fine.uncertain_why


@pytest.mark.parametrize(("size", "lower"), [("sme", True), ("large", False)])
def test_without_turnover_the_ceiling_is_not_whole(size, lower):
    found = ceiling(FINES["fine-operators"], size=size, turnover=None)

    assert (found.amount, found.is_whole, found.lower_counts) == (15_000_000, False, lower)


@pytest.mark.parametrize(
    ("size", "by_ai_office", "expected"),
    [
        ("large", False, ["Art. 99(5)"]),
        ("large", True, ["Art. 99(5)", "Art. 75c(4)", "Art. 75c(5)"]),
        ("public", False, ["Art. 99(5)", "Art. 99(8)"]),
    ],
)
def test_what_may_be_fined_beside_what_is_owed_is_named(size, by_ai_office, expected):
    found = beside(size=size, by_ai_office=by_ai_office)

    assert [FINES[name].citation for name in found] == expected
