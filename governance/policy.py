"""The policy behind records.permissions: appointments at units, ownership, single grants."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from governance.days import today
from governance.models import Appointment
from governance.rules import GRANTABLE, OWNER_NEEDS, ROLE_NEEDS
from records import permissions
from records.actors import Actor
from records.models import Part, Record

READING = frozenset({"view", "export"})


@dataclass(frozen=True)
class Reach:
    """A role a person holds now, and the path of the unit where it holds."""

    role: str
    path: str


def reaches(actor: Actor) -> tuple[Reach, ...]:
    """Return what a person is appointed to today; looked up once for each actor."""
    if actor.person is None or not actor.person.is_active:
        return ()
    if "reaches" not in actor.memory:
        day = today()
        held = (
            Appointment.objects.filter(person=actor.person, starts_on__lte=day)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
            .values_list("role", "unit__path")
        )
        actor.memory["reaches"] = tuple(Reach(role, path) for role, path in held)
    found: tuple[Reach, ...] = actor.memory["reaches"]
    return found


def paths(actor: Actor, need: str) -> list[str]:
    """Return the unit paths below which the actor may do what `need` names."""
    if actor.needs is not None and need not in actor.needs:
        return []
    held = {reach.path for reach in reaches(actor) if need in ROLE_NEEDS.get(reach.role, ())}
    narrowed = {_narrower(path, actor.within) for path in held}
    return sorted(path for path in narrowed if path)


def _narrower(path: str, within: str) -> str:
    """Return the smaller of two subtrees, or nothing where they are apart."""
    if path.startswith(within):
        return path
    return within if within.startswith(path) else ""


class UnitPolicy:
    """Decide by appointments at units; an owner reaches what is theirs, a grant one record."""

    def may(self, actor: Actor, needs: str, record: Record) -> bool:
        """Say whether the actor may do this to the record."""
        if _is_common_reading(type(record), actor, needs):
            return True
        place = _path_of(record)
        if any(place.startswith(path) for path in paths(actor, needs)):
            return True
        if not _acts_freely(actor, needs, place):
            return False
        if needs in OWNER_NEEDS and record.owner_id == actor.person.pk:
            return True
        if needs not in GRANTABLE:
            return False
        granted = permissions.granted(type(record), actor.person, needs, on=today())
        return bool(granted.filter(key=record.pk).exists())

    def visible(self, queryset: Any, actor: Actor, needs: str) -> Any:
        """Keep the rows that the actor may reach."""
        model = queryset.model
        if issubclass(model, Part):
            holder = model._meta.get_field(model.belongs_to).related_model
            within = self.visible(holder._base_manager.all(), actor, needs)
            return queryset.filter(**{f"{model.belongs_to}__in": within})
        if _is_common_reading(model, actor, needs):
            return queryset
        return queryset.filter(_condition(queryset, actor, needs))

    def may_somewhere(self, actor: Actor, needs: str) -> bool:
        """Say whether the actor may do this at any unit."""
        return bool(paths(actor, needs))


def _is_common_reading(model: type[Record], actor: Actor, needs: str) -> bool:
    """Say whether the actor only reads what everybody of the house may read."""
    return model.read_by_all and needs in READING and bool(paths(actor, needs))


def _acts_freely(actor: Actor, needs: str, place: str) -> bool:
    """Say whether ownership and grants count: the person may sign in, the token's limits allow."""
    if actor.person is None or not actor.person.is_active:
        return False
    return (actor.needs is None or needs in actor.needs) and place.startswith(actor.within)


def _path_of(record: Record) -> str:
    place: Any = record
    for name in type(record).reach_field.split("__"):
        place = getattr(place, name)
    return str(place)


def _condition(queryset: QuerySet[Any], actor: Actor, needs: str) -> Q:
    field = queryset.model.reach_field
    condition = Q(pk__in=[])
    for path in paths(actor, needs):
        condition |= Q(**{f"{field}__startswith": path})
    if _acts_freely(actor, needs, actor.within):
        own = Q(pk__in=[])
        if needs in GRANTABLE:
            own |= Q(pk__in=permissions.granted(queryset.model, actor.person, needs, on=today()))
        if needs in OWNER_NEEDS:
            own |= Q(owner=actor.person)
        condition |= own & Q(**{f"{field}__startswith": actor.within})
    return condition
