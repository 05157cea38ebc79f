"""Ceilings of fines: which article leads to which fine, and how size and turnover count."""

from decimal import Decimal

import pytest

from assessments.engine.obligations.fines import ceiling, group_of
from controls.loading import load_fines

FINES = {fine.id: fine for fine in load_fines("eu-ai-act").rows}


@pytest.mark.parametrize(
    ("provision", "role", "edition", "fine", "through"),
    [
        ("Art. 5(1)(f)", "deployer", "2026-1744", "fine-art5", ""),
        ("Art. 26(1)", "deployer", "2026-1744", "fine-operators", ""),
        ("Art. 9(1)", "provider", "2026-1744", "fine-operators", "Art. 16(a)"),
        ("Art. 14(5)", "deployer", "2026-1744", "national", ""),
        ("Art. 49(1)", "provider", "2026-1744", "fine-operators", "Art. 16(i)"),
        ("Art. 49(3)", "deployer", "2026-1744", "national", ""),
        ("Art. 50(4) first subparagraph", "deployer", "2026-1744", "fine-operators", ""),
        ("Art. 53(1)(a)", "gpai_provider", "2026-1744", "fine-gpai", ""),
        ("Art. 25(4)", "provider", "2026-1744", "fine-operators", ""),
        ("Art. 25(4)", "provider", "2024-1689", "national", ""),
        ("Art. 4(1)", "provider", "2026-1744", "national", ""),
        ("Art. 27(1)", "deployer", "2026-1744", "national", ""),
    ],
)
def test_an_obligation_falls_under_the_fine_of_its_article(provision, role, edition, fine, through):
    found = group_of(provision, role, edition)

    assert (found.fine, found.through) == (fine, through)


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


@pytest.mark.parametrize(("size", "lower"), [("sme", True), ("large", False)])
def test_without_turnover_the_ceiling_is_not_whole(size, lower):
    found = ceiling(FINES["fine-operators"], size=size, turnover=None)

    assert (found.amount, found.is_whole, found.lower_counts) == (15_000_000, False, lower)
