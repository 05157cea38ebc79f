"""How high a fine may be: the ceiling of the law for an undertaking of some size; no forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from controls.loading.data import FineData

SME, SMALL_MID_CAP, LARGE, PUBLIC = "sme", "small_mid_cap", "large", "public"
PROHIBITED, OPERATORS, MODELS = "fine-art5", "fine-operators", "fine-gpai"
# By article or paragraph, the longest match counts. Art. 99(4) names Art. 16, which in turn names
# Art. 8 to 15, 17 to 20, 43 and 47 to 49(1) for providers, so that they are reached through it.
_ARTICLES: Mapping[str, tuple[str, str]] = {
    "Art. 5": (PROHIBITED, ""),
    **{f"Art. {number}": (OPERATORS, "Art. 16(a)") for number in range(8, 16)},
    "Art. 16": (OPERATORS, ""),
    "Art. 17": (OPERATORS, "Art. 16(c)"),
    "Art. 18": (OPERATORS, "Art. 16(d)"),
    "Art. 19": (OPERATORS, "Art. 16(e)"),
    "Art. 20": (OPERATORS, "Art. 16(j)"),
    "Art. 22": (OPERATORS, ""),
    "Art. 23": (OPERATORS, ""),
    "Art. 24": (OPERATORS, ""),
    "Art. 25(2)": (OPERATORS, ""),
    "Art. 25(4)": (OPERATORS, ""),
    "Art. 26": (OPERATORS, ""),
    "Art. 43": (OPERATORS, "Art. 16(f)"),
    "Art. 47": (OPERATORS, "Art. 16(g)"),
    "Art. 48": (OPERATORS, "Art. 16(h)"),
    "Art. 49(1)": (OPERATORS, "Art. 16(i)"),
    "Art. 50": (OPERATORS, ""),
    "Art. 52": (MODELS, ""),
    "Art. 53": (MODELS, ""),
    "Art. 54": (MODELS, ""),
    "Art. 55": (MODELS, ""),
}
# Art. 16 speaks to providers alone: others are not reached through it.
_THROUGH_16 = "provider"
# In the edition of 2024, Art. 99(4) does not name Art. 25.
_SINCE_2026 = frozenset({"Art. 25(2)", "Art. 25(4)"})


@dataclass(frozen=True, slots=True)
class Group:
    """Which fine an obligation falls under, and through which article where not by its own."""

    fine: str
    through: str = ""


NATIONAL = Group("national")


def group_of(provision: str, role: str, edition: str) -> Group:
    """Name the fine behind an obligation; duties that Art. 99(4) does not list are national."""
    matching = [name for name in _ARTICLES if _is_within(provision, name)]
    if not matching:
        return NATIONAL
    name = max(matching, key=len)
    fine, through = _ARTICLES[name]
    if (through and role != _THROUGH_16) or (name in _SINCE_2026 and edition < "2026"):
        return NATIONAL
    return Group(fine, through)


def _is_within(provision: str, outer: str) -> bool:
    return provision == outer or (provision.startswith(outer) and provision[len(outer)] in "( ")


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest fine in euro, and whether turnover could raise or lower it further.

    `is_whole` is false where turnover matters and is not known; the amount is then a floor for
    larger undertakings and a cap for small ones.
    """

    amount: Decimal
    percent: Decimal | None
    lower_counts: bool
    is_whole: bool


def ceiling(fine: FineData, *, size: str, turnover: Decimal | None) -> Ceiling:
    """Work out the ceiling: the higher of amount and share, for small ones the lower.

    A body that is no undertaking has no turnover to take a share of.
    """
    amount = Decimal(fine.amount_eur or 0)
    if size == PUBLIC or fine.turnover_percent is None:
        return Ceiling(amount, None, lower_counts=False, is_whole=True)
    lower = _takes_lower(fine, size)
    if turnover is None:
        return Ceiling(amount, fine.turnover_percent, lower_counts=lower, is_whole=False)
    share = turnover * fine.turnover_percent / 100
    chosen = min(amount, share) if lower else max(amount, share)
    return Ceiling(chosen, fine.turnover_percent, lower_counts=lower, is_whole=True)


def _takes_lower(fine: FineData, size: str) -> bool:
    rules = {SME: fine.sme_rule, SMALL_MID_CAP: fine.smc_rule}
    return rules.get(size, "").startswith("whichever is lower")
