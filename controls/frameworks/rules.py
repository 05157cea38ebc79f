"""Whether a provision applies on a day: by which routes, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

type State = Literal["applies", "in_part", "later", "undated", "gone"]

STATES: tuple[State, ...] = ("applies", "in_part", "later", "undated", "gone")


@dataclass(frozen=True)
class ProvisionStanding:
    """Where a provision stands on a day; `since` and `until` are the nearest dates around it.

    `until` is the next date by which a route is reached, None when none is to come.
    """

    state: State
    since: date | None = None
    until: date | None = None


def is_route(name: str) -> bool:
    """Tell a route by which duties arise from the bare letter of the law and from transitions."""
    return name != "formal" and not name.startswith("placed_before_")


def standing(*, exists: bool, dates: Mapping[str, date], on: date) -> ProvisionStanding:
    """Judge by the routes alone: the letter of the law and transitions are told beside it."""
    if not exists:
        return ProvisionStanding("gone")
    days = [day for route, day in dates.items() if is_route(route)]
    if not days:
        return ProvisionStanding("undated")
    reached = [day for day in days if day <= on]
    to_come = [day for day in days if day > on]
    state: State = "later" if not reached else "in_part" if to_come else "applies"
    return ProvisionStanding(
        state, since=max(reached, default=None), until=min(to_come, default=None)
    )
