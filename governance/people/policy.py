"""The policy behind records.permissions: appointments at units, ownership, single grants."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet

from governance.days import today
from governance.models import ApiToken, Appointment
from governance.rules import GRANTABLE, OWNER_NEEDS, PART_OF, ROLE_NEEDS
from records import permissions
from records.actors import Actor
from records.changing import following
from records.history.past import current_moment, of_today
from records.models import Part, Record

READING = frozenset({"view", "export"})


@dataclass(frozen=True)
class HeldRole:
    """A role a person holds now, and the path of the unit where it holds."""

    role: str
    path: str


def reaches(actor: Actor) -> tuple[HeldRole, ...]:
    """Return what a person is appointed to today; looked up once for each actor."""
    if actor.person is None or not actor.person.is_active:
        return ()
    if "reaches" not in actor.memory:
        day = today()
        held = (
            Appointment.objects.filter(person=actor.person, starts_on__lte=day)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
            .annotate(is_given=Exists(permissions.grants_of(actor.person, on=day)))
            .values_list("role", "unit__path", "is_given")
        )
        rows = list(held)
        actor.memory["reaches"] = tuple(HeldRole(role, path) for role, path, _given in rows)
        actor.memory["has_no_grant"] = any(not given for _role, _path, given in rows)
    found: tuple[HeldRole, ...] = actor.memory["reaches"]
    return found


def has_no_grant(actor: Actor) -> bool:
    """Say whether it is known that nobody gave the person anything: no query has to ask then."""
    reaches(actor)
    return bool(actor.memory.get("has_no_grant"))


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
        if needs in PART_OF and self.may(actor, PART_OF[needs], record):
            return True
        if _is_common_reading(type(record), actor, needs):
            return True
        if _reads_past(type(record)):
            return record.pk in _within_reach_today(type(record), actor, needs)
        place = _path_of(record)
        if any(place.startswith(path) for path in paths(actor, needs)):
            return True
        if not _acts_freely(actor, needs, place):
            return False
        if needs in OWNER_NEEDS and _is_owned(record, actor, needs):
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
        if _reads_past(model):
            return queryset.filter(pk__in=_reached_today(model, actor, needs))
        return queryset.filter(_condition(model, actor, needs))

    def may_somewhere(self, actor: Actor, needs: str) -> bool:
        """Say whether the actor may do this at any unit."""
        return any(paths(actor, need) for need in {needs, PART_OF.get(needs, needs)})

    def stands(self, actor: Actor) -> bool:
        """Say whether the person may still sign in, and whether the token still holds."""
        if actor.kind == "token":
            return tokens_in_force().filter(pk=actor.id).exists()
        return actor.person is not None and bool(actor.person.is_active)


def tokens_in_force() -> QuerySet[ApiToken]:
    """Return the tokens that are neither withdrawn nor expired, of those who may sign in."""
    lasting = Q(expires_on__isnull=True) | Q(expires_on__gte=today())
    found: QuerySet[ApiToken] = ApiToken.objects.filter(lasting, person__is_active=True)
    return found


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


def _reads_past(model: type[Record]) -> bool:
    """Say whether rows of the model are read as they were, with the unit and owner of then."""
    return current_moment() is not None and not model.always_today


def _reached_today(model: type[Record], actor: Actor, needs: str) -> QuerySet[Any]:
    """Return the keys of what the actor may reach by the units, paths and owners of today."""
    within = model._base_manager.filter(_condition(model, actor, needs))
    keys: QuerySet[Any] = of_today(within.values("pk"))
    return keys


def _within_reach_today(model: type[Record], actor: Actor, needs: str) -> set[Any]:
    """Return the same keys, asked for once: a page of the past may link to many records."""
    known: dict[Any, set[Any]] = actor.memory.setdefault("within_reach_today", {})
    if (model, needs) not in known:
        known[model, needs] = {row["pk"] for row in _reached_today(model, actor, needs)}
    return known[model, needs]


def _condition(model: type[Record], actor: Actor, needs: str) -> Q:
    """Return what keeps the rows within reach; a page asks it of the same kinds many times."""
    known: dict[Any, Q] = actor.memory.setdefault("conditions", {})
    if (model, needs) not in known:
        known[model, needs] = _written_condition(model, actor, needs)
    return known[model, needs]


def _written_condition(model: type[Record], actor: Actor, needs: str) -> Q:
    field = model.reach_field
    condition = _condition(model, actor, PART_OF[needs]) if needs in PART_OF else Q(pk__in=[])
    for path in paths(actor, needs):
        condition |= Q(**{f"{field}__startswith": path})
    if _acts_freely(actor, needs, actor.within):
        own = Q(pk__in=[])
        if needs in GRANTABLE and not has_no_grant(actor):
            own |= Q(pk__in=permissions.granted(model, actor.person, needs, on=today()))
        if needs in OWNER_NEEDS:
            own |= _owned(model, actor, needs)
        condition |= own & Q(**{f"{field}__startswith": actor.within})
    return condition


def _is_owned(record: Record, actor: Actor, needs: str) -> bool:
    by = following.subject_field(type(record))
    if not by:
        return bool(record.reach_owner_id == actor.person.pk)
    about = getattr(record, by)
    if any(_owned_of(kind, actor).filter(pk=about).exists() for kind in following.subjects()):
        return True
    given = permissions.granted_of_any_kind(actor.person, needs, on=today())
    return bool(record.owner_id == actor.person.pk and given.filter(key=about).exists())


def _owned(model: type[Record], actor: Actor, needs: str) -> Q:
    """Name what the actor owns, or what is about it.

    Papers are for who owns what they are about. Who asked for them keeps them no longer than that
    was given to them.
    """
    by = following.subject_field(model)
    if not by:
        return Q(**{model.owned_by(): actor.person})
    own = Q(pk__in=[])
    if not has_no_grant(actor):
        given = permissions.granted_of_any_kind(actor.person, needs, on=today())
        own |= Q(owner=actor.person, **{f"{by}__in": given})
    for kind in following.subjects():
        own |= Q(**{f"{by}__in": of_today(_owned_of(kind, actor).values("pk"))})
    return own


def _owned_of(model: type[Record], actor: Actor) -> QuerySet[Any]:
    """Return the records of a kind that the actor owns."""
    found: QuerySet[Any] = model._base_manager.filter(**{model.owned_by(): actor.person})
    return found
