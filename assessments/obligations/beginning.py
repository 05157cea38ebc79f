"""Whether a use has begun, on which most duties wait: for one row, and for the database.

A provider is who places on the market or puts into service, a deployer who uses (Art. 3(3), 3(4)).
What is an idea, in development or in testing, has no such day, and of which no answer says
otherwise, owes nothing yet. Every other stage counts as begun, and so does testing in real world
conditions, which Art. 2(8) does not leave out.
"""

from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Protocol, TypedDict

from django.db.models import Q

from assessments.models import Classification
from inventory.use_cases.choices import Lifecycle

BEFORE_USE = (Lifecycle.IDEA, Lifecycle.DEVELOPMENT, Lifecycle.TESTING)
# Answers that say it is there already, or is tried out with real people.
_SAID = ({"G6": "yes"}, {"T2b": "yes"}, {"S5a": "yes"})
# Asked before anything is placed on the market: a model is notified within two weeks of its
# threshold being met or foreseen (Art. 52(1)), and testing in real world conditions has duties.
_AHEAD = ("Art. 52", "Art. 60", "Art. 61")


class ObligationBeginning(Protocol):
    """What is known of an obligation and of the beginning of its use."""

    @property
    def provision(self) -> str: ...

    @property
    def is_before_use(self) -> bool:
        """Say whether stage and answers tell that nothing has begun."""
        ...

    @property
    def begins_on(self) -> date | None:
        """Return the first day on the market or in service, if one is known."""
        ...


def is_awaited(row: ObligationBeginning, *, on: date) -> bool:
    """Say whether an obligation waits for the use to begin."""
    has_begun = row.begins_on is not None and row.begins_on <= on
    return row.is_before_use and not has_begun and not is_ahead(row.provision)


def is_ahead(provision: str) -> bool:
    """Say whether a provision asks something before anything is placed on the market."""
    return any(provision == name or provision.startswith(f"{name}(") for name in _AHEAD)


class Begins(TypedDict):
    """What a row keeps of the beginning."""

    is_before_use: bool
    begins_on: date | None


def of(record: Classification) -> Begins:
    """Read it from a classification, for a row that no query joined."""
    case, answers = record.use_case, record.answers
    said = any(answers.get(name) == value for each in _SAID for name, value in each.items())
    known = [day for day in (case.placed_on_market_on, case.in_service_on) if day]
    return {
        "is_before_use": case.lifecycle in BEFORE_USE and not said,
        "begins_on": min(known, default=None),
    }


def before_use() -> Q:
    """Return the condition that stage and answers of a classification tell of no beginning."""
    said = reduce(or_, (Q(answers__contains=each) for each in _SAID))
    return Q(use_case__lifecycle__in=BEFORE_USE) & ~said


def not_begun(*, on: date) -> Q:
    """Return the condition that the use of a classification has not begun on a day."""
    placed, used = "use_case__placed_on_market_on", "use_case__in_service_on"
    still = (Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gt": on}) for day in (placed, used))
    return reduce(and_, still, before_use())


def awaited(*, on: date) -> Q:
    """Return what `is_awaited` asks, for the database."""
    ahead = reduce(
        or_,
        (Q(duty_provision=name) | Q(duty_provision__startswith=f"{name}(") for name in _AHEAD),
    )
    return not_begun(on=on) & ~ahead
