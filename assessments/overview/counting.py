"""Counting the register as one actor sees it: a fixed number of queries, whatever its size."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from assessments.classification.documents import duty_words as words
from assessments.classification.kinds.use_cases import UNCLASSIFIED
from assessments.classification.models.choices import NO_GRAVITY, UNANSWERED, gravest_of
from assessments.obligations import filters as owed_filters
from assessments.obligations import rows as owed_rows
from governance import days
from governance.gaps import reading
from governance.gaps.checks import Level
from governance.models import SignOff
from governance.remembering import remembered_for
from inventory.models import UseCase
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Classified:
    """What the overview needs of one current classification."""

    use_case: UUID
    name: str
    gravity: int
    roles: tuple[str, ...]
    worst_class: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """How many use cases there are, by class and by role; gaps tell what of them needs somebody.

    Each use case counts once by class, with its gravest, and under every role that one of its
    classifications found; a sheet without an answer is of no class. `worst` is the gravest class
    that an open question leaves possible.
    """

    total: int
    by_class: Mapping[str, int]
    by_role: Mapping[str, int]
    worst: str


# What of the register needs somebody.
CHECKS = (
    "classification.none",
    "classification.open_question",
    "classification.signed",
    "obligation.breached",
    "obligation.late",
    "obligation.open",
    "obligation.owner",
    "organisation.open",
)


@dataclass(frozen=True, slots=True)
class Duties:
    """How many obligations of use cases are due soon, and have their day from an old edition."""

    soon: int
    superseded: int


def gaps(actor: Actor) -> Mapping[tuple[str, Level], int]:
    """Count what needs somebody, by check and level."""
    return reading.counted(actor, CHECKS)


def cases(actor: Actor) -> Cases:
    """Count the use cases within reach that are in use."""
    total = UseCase.objects.visible_to(actor).current().count()
    return gather(total, _classified(actor))


def gather(total: int, found: Iterable[Classified]) -> Cases:
    """Count what was found about `total` use cases."""
    gravest: dict[UUID, Classified] = {}
    by_role: set[tuple[UUID, str]] = set()
    worst = ""
    for each in found:
        known = gravest.setdefault(each.use_case, each)
        if each.gravity < known.gravity:
            gravest[each.use_case] = each
        by_role.update((each.use_case, role) for role in each.roles)
        worst = gravest_of(worst, each.worst_class)
    classes = Counter(each.name for each in gravest.values())
    classes[UNCLASSIFIED] = total - len(gravest)
    return Cases(
        total=total,
        by_class=classes,
        by_role=Counter(role for _case, role in by_role),
        worst=worst,
    )


def _classified(actor: Actor) -> Iterable[Classified]:
    """Read all current classifications; only those ever sent for sign-off are compared with it."""
    held: Any = owed_rows.held(actor)
    sent = held.filter(pk__in=SignOff.objects.current().values("subject_id")).with_class()
    told = {
        key: (name, gravity)
        for key, name, gravity in sent.values_list("pk", "class_told", "gravity_now")
    }
    own = ("outcome_class", "gravity", "answered_count")
    fields = ("pk", "use_case_id", "roles", "worst_class", *own)
    for key, use_case, roles, worst, outcome_class, own_gravity, count in held.values_list(*fields):
        found = (outcome_class, own_gravity) if count else (UNANSWERED, NO_GRAVITY)
        name, gravity = told.get(key, found)
        yield Classified(use_case, name, gravity, tuple(roles), worst)


def duties(actor: Actor) -> Duties:
    """Count the obligations of use cases within reach by their days."""
    return remembered_for(actor, "obligations counted", lambda: _duties(actor))


def _duties(actor: Actor) -> Duties:
    soon, old = owed_filters.soon(day()), owed_filters.of_states()[words.SUPERSEDED]
    found = owed_rows.joined(actor).filter(soon | old)
    told = found.aggregate(soon=Count("pk", filter=soon), superseded=Count("pk", filter=old))
    return Duties(**told)


def day() -> date:
    """Return the day the numbers speak of."""
    found: date = days.day_read()
    return found
