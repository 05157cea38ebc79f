"""The one answer to "may he?" and "which ones may he?", for every page, API, export and mail."""

from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import UUIDField
from django.db.models.functions import Cast

from records.actors import Actor
from records.errors import Refused

if TYPE_CHECKING:
    from records.models.base import Record, TrackedRow


class Policy(Protocol):
    """Decide over rights; governance brings the one that is used."""

    def may(self, actor: Actor, needs: str, record: "Record") -> bool:
        """Say whether the actor may do what `needs` names to the record."""

    def visible(self, queryset: Any, actor: Actor, needs: str) -> Any:
        """Keep the rows of a queryset that the actor may reach with `needs`."""

    def may_somewhere(self, actor: Actor, needs: str) -> bool:
        """Say whether there is any unit where the actor may do this."""

    def stands(self, actor: Actor) -> bool:
        """Say whether the person may still sign in, and whether the token still holds."""


_policy: list[Policy] = []


def use(policy: Policy) -> None:
    """Make `policy` the one that decides."""
    _policy[:] = [policy]


def may(actor: Actor, needs: str, record: "Record") -> bool:
    """Say whether `actor` may do what `needs` names ("view", "change", "sign"...) to `record`."""
    return actor.is_system or _policy[0].may(actor, needs, record)


def may_somewhere(actor: Actor, needs: str) -> bool:
    """Say whether `actor` may do this anywhere: whether a menu entry is shown at all."""
    return actor.is_system or _policy[0].may_somewhere(actor, needs)


def stands(actor: Actor) -> bool:
    """Say whether who asked some time ago is still somebody who may ask."""
    return actor.is_system or _policy[0].stands(actor)


def visible(queryset: Any, actor: Actor, needs: str = "view") -> Any:
    """Keep the rows of `queryset` that `actor` may reach with `needs`."""
    return queryset if actor.is_system else _policy[0].visible(queryset, actor, needs)


def require(actor: Actor, needs: str, record: "Record") -> None:
    """Raise Refused unless `actor` may do this to `record`."""
    if not may(actor, needs, record):
        raise Refused(f"You may not do this to {record.ref or 'a record of this unit'}.")


def grant(person: Any, record: "Record", needs: str = "view", *, until: date) -> None:
    """Give one person one right on one record until the end of a day, beyond all roles."""
    from guardian.shortcuts import assign_perm  # noqa: TID251 - the one user; needs loaded models

    given: Any = assign_perm(_permission(record, needs), person, record)
    given.ends_on = until
    given.save(update_fields=["ends_on"])


def revoke(person: Any, record: "Record", needs: str = "view") -> None:
    """Take back a single grant."""
    from guardian.shortcuts import remove_perm  # noqa: TID251 - the one user; needs loaded models

    remove_perm(_permission(record, needs), person, record)


def granted(model: type["TrackedRow"], person: Any, needs: str, *, on: date) -> Any:
    """Return, as a subquery, the keys of the rows on which `person` holds a grant on a day."""
    return (
        _grants(model, on)
        .filter(user=person, permission__codename=f"{needs}_{model._meta.model_name}")
        .annotate(key=Cast("object_pk", UUIDField()))
        .values("key")
    )


def grants_of(person: Any, *, on: date) -> Any:
    """Return every grant that a person holds on a day."""
    return _every_grant(on).filter(user=person)


def granted_of_any_kind(person: Any, needs: str, *, on: date) -> Any:
    """Return the same keys, whatever they are of."""
    held = grants_of(person, on=on).filter(permission__codename__startswith=f"{needs}_")
    return held.annotate(key=Cast("object_pk", UUIDField())).values("key")


def grants_on(record: "Record", *, on: date) -> list[tuple[Any, str, date]]:
    """Return who holds which single right on a record on a day, and until when."""
    found = _grants(type(record), on).filter(object_pk=str(record.pk))
    rows = found.select_related("user", "permission").order_by("user__name", "pk")
    return [(row.user, row.permission.codename.partition("_")[0], row.ends_on) for row in rows]


def _grants(model: type["TrackedRow"], on: date) -> Any:
    return _every_grant(on).filter(
        permission__content_type__app_label=model._meta.app_label,
        permission__content_type__model=model._meta.model_name,
    )


def _every_grant(on: date) -> Any:
    from guardian.utils import get_user_obj_perms_model  # noqa: TID251 - needs loaded models

    return get_user_obj_perms_model()._default_manager.filter(ends_on__gte=on)


def _permission(record: "TrackedRow", needs: str) -> str:
    return f"{needs}_{record._meta.model_name}"
