"""Counting the register as one actor sees it: a fixed number of queries, whatever its size."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from assessments.kinds.use_cases import UNCLASSIFIED
from assessments.owed import filters as owed_filters
from assessments.owed import rows as owed_rows
from governance.models import SignOff
from inventory.models import UseCase
from records.actors import Actor
from records.remembered import remembered


@dataclass(frozen=True, slots=True)
class Classified:
    """What the overview needs of one current classification."""

    use_case: UUID
    name: str
    gravity: int
    standing: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """How many use cases there are, by class, by role, and by how their class stands.

    Each use case counts once by class, with its gravest; it counts under every role that one of its
    classifications found, and under every standing that one of them has.
    """

    total: int
    by_class: Mapping[str, int]
    by_role: Mapping[str, int]
    by_standing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Duties:
    """How many obligations are due soon, overdue, and taken on by nobody."""

    soon: int
    overdue: int
    unowned: int


def cases(actor: Actor) -> Cases:
    """Count the use cases within reach that are in use."""
    total = UseCase.objects.visible_to(actor).current().count()
    return gather(total, _classified(actor))


def gather(total: int, found: Iterable[Classified]) -> Cases:
    """Count what was found about `total` use cases."""
    gravest: dict[UUID, Classified] = {}
    by_role: set[tuple[UUID, str]] = set()
    by_standing: set[tuple[UUID, str]] = set()
    for each in found:
        known = gravest.setdefault(each.use_case, each)
        if each.gravity < known.gravity:
            gravest[each.use_case] = each
        by_role.update((each.use_case, role) for role in each.roles)
        by_standing.add((each.use_case, each.standing))
    classes = Counter(each.name for each in gravest.values())
    classes[UNCLASSIFIED] = total - len(gravest)
    return Cases(
        total=total,
        by_class=classes,
        by_role=Counter(role for _case, role in by_role),
        by_standing=Counter(standing for _case, standing in by_standing),
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
    rows = held.values_list("pk", "use_case_id", "outcome_class", "gravity", "roles")
    for key, use_case, outcome_class, own_gravity, roles in rows:
        name, gravity, standing = told.get(key, (outcome_class, own_gravity, "unsigned"))
        yield Classified(use_case, name, gravity, standing, tuple(roles))


def duties(actor: Actor) -> Duties:
    """Count the obligations of use cases within reach."""
    about = (actor.kind, actor.id, actor.within, day())
    return remembered("duties", lambda: _duties(actor), *about)


def _duties(actor: Actor) -> Duties:
    found = owed_rows.joined(actor)
    return Duties(
        soon=owed_filters.due(found, "due", "soon").count(),
        overdue=owed_filters.due(found, "due", "overdue").count(),
        unowned=owed_filters.owned(found, "owned", "nobody").count(),
    )


def day() -> date:
    """Return the day the numbers speak of."""
    found: date = owed_filters.today()
    return found
