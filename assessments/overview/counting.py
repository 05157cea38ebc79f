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
from assessments.classification.models.choices import gravest_of
from assessments.obligations import filters as owed_filters
from assessments.obligations import organisation
from assessments.obligations import rows as owed_rows
from governance import days
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
    standing: str
    roles: tuple[str, ...]
    worst_class: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """How many use cases there are, by class, by role, and by how their class stands.

    Each use case counts once by class, with its gravest; it counts under every role that one of its
    classifications found, and under every standing that one of them has. `by_worst` counts those
    with an open question once, by the gravest class that is possible: as the list marks them.
    """

    total: int
    by_class: Mapping[str, int]
    by_role: Mapping[str, int]
    by_standing: Mapping[str, int]
    by_worst: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Duties:
    """How many obligations of use cases are due soon, overdue, and taken on by nobody.

    `superseded` have their day from an edition that is no longer the law, and are not overdue.
    `general` are those that the organisation keeps once, which apply and which nothing meets.
    """

    soon: int
    overdue: int
    superseded: int
    unowned: int
    general: int


def cases(actor: Actor) -> Cases:
    """Count the use cases within reach that are in use."""
    total = UseCase.objects.visible_to(actor).current().count()
    return gather(total, _classified(actor))


def gather(total: int, found: Iterable[Classified]) -> Cases:
    """Count what was found about `total` use cases."""
    gravest: dict[UUID, Classified] = {}
    by_role: set[tuple[UUID, str]] = set()
    by_standing: set[tuple[UUID, str]] = set()
    worst: dict[UUID, str] = {}
    for each in found:
        known = gravest.setdefault(each.use_case, each)
        if each.gravity < known.gravity:
            gravest[each.use_case] = each
        by_role.update((each.use_case, role) for role in each.roles)
        by_standing.add((each.use_case, each.standing))
        worst[each.use_case] = gravest_of(worst.get(each.use_case, ""), each.worst_class)
    classes = Counter(each.name for each in gravest.values())
    classes[UNCLASSIFIED] = total - len(gravest)
    return Cases(
        total=total,
        by_class=classes,
        by_role=Counter(role for _case, role in by_role),
        by_standing=Counter(standing for _case, standing in by_standing),
        by_worst=Counter(filter(None, worst.values())),
    )


def _classified(actor: Actor) -> Iterable[Classified]:
    """Read all current classifications; only those ever sent for sign-off are compared with it."""
    held: Any = owed_rows.held(actor)
    sent = held.filter(pk__in=SignOff.objects.current().values("subject_id")).with_class()
    told = {
        key: (name, gravity, standing)
        for key, name, gravity, standing in sent.values_list(
            "pk", "class_now", "gravity_now", "standing"
        )
    }
    fields = ("pk", "use_case_id", "outcome_class", "gravity", "roles", "worst_class")
    for key, use_case, outcome_class, own_gravity, roles, worst in held.values_list(*fields):
        name, gravity, standing = told.get(key, (outcome_class, own_gravity, "unsigned"))
        yield Classified(use_case, name, gravity, standing, tuple(roles), worst)


def duties(actor: Actor) -> Duties:
    """Count the obligations of use cases within reach, and of the organisation."""
    return remembered_for(actor, "obligations counted", lambda: _duties(actor))


def _duties(actor: Actor) -> Duties:
    found = owed_rows.joined(actor)
    general = organisation.tell(actor=actor, on=day())
    soon = owed_filters.soon(day())
    old = owed_filters.of_states()[words.SUPERSEDED]
    # One query for both; what is late looks at plans, which cannot be counted along.
    coming = found.filter(soon | old).aggregate(
        soon=Count("pk", filter=soon), superseded=Count("pk", filter=old)
    )
    return Duties(
        **coming,
        overdue=owed_filters.due(found, "due", "overdue").count(),
        unowned=owed_filters.owned(found, "owned", "nobody").count(),
        general=sum(item.state == words.OPEN for item in general),
    )


def day() -> date:
    """Return the day the numbers speak of."""
    found: date = days.day_read()
    return found
