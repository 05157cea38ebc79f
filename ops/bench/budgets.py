"""What each work may take, on two cores."""

from collections.abc import Mapping
from dataclasses import dataclass

CASES = 5_000
ENTRIES = 1_000_000
REGISTER_ROWS = 2_133


@dataclass(frozen=True)
class Budget:
    """A limit, in the unit of the figure, that holds for work on `amount` or more.

    A rate has a lowest value, everything else a highest one.
    """

    limit: float
    amount: int = 0
    is_lowest: bool = False


PAGE = Budget(150, CASES)
PAST_PAGE = Budget(500, CASES)
DASHBOARD = Budget(300, CASES)

# By name of the figure; pages name theirs beside their addresses.
BUDGETS: Mapping[str, Budget] = {
    "classify all under a new edition": Budget(10, CASES),
    "sign-off until its receipt, p99": Budget(2_000, CASES),
    "acting, 16 writers, rate": Budget(120, CASES, is_lowest=True),
    "acting, 16 writers, p99": Budget(250, CASES),
    "ledger append, 16 writers, rate": Budget(300, is_lowest=True),
    "verify, tree only": Budget(30, ENTRIES),
    "verify, with history rows": Budget(60, ENTRIES),
    "verify, memory": Budget(300, ENTRIES),
    "import of a register": Budget(15, REGISTER_ROWS),
    "evidence pack, cold": Budget(8, 100),
    "evidence pack, one chapter changed": Budget(2.5, 100),
    "evidence pack, memory": Budget(400, 100),
    "gaps of the organisation, cold": Budget(3, CASES),
    "gaps of the organisation, cached": Budget(300, CASES),
    "pack of a unit, cold": Budget(8, 100),
    "pack of a framework, cold": Budget(8, 100),
    "document of 100 pages, cold": Budget(8, 100),
    "document of 100 pages, one chapter changed": Budget(2.5, 100),
    "document of 100 pages, memory": Budget(400, 100),
    "document of 300 pages, cold": Budget(20, 300),
    "document of 300 pages, one chapter changed": Budget(5, 300),
    "document of 300 pages, memory": Budget(400, 300),
    "pack verified offline": Budget(1, 500),
}


def within(value: float | None, budget: Budget | None, amount: int) -> bool | None:
    """Say whether a value keeps its budget; None where that is not known.

    Less work than the budget speaks of can break it, but not show that it is kept.
    """
    if value is None or budget is None:
        return None
    keeps = value >= budget.limit if budget.is_lowest else value <= budget.limit
    return keeps if amount >= budget.amount or not keeps else None
