"""Records that stand at a unit because of what they are about: they move with it.

A sign-off tells the text of its subject, a pack holds it whole. Left behind at the old unit, they
would show there what was moved away.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from records import permissions
from records.actors import Actor
from records.changing.act import Act, RecordChange
from records.models.base import Record
from records.verbs import Verb


@dataclass(frozen=True)
class FollowingKind:
    """Records of `model` stand where that record stands whose key their column `by` holds.

    `of` is the code of the kind that is followed; where it is empty, the column may name any.
    """

    model: type[Record]
    by: str
    of: str = ""

    def about(self, keys: Collection[UUID]) -> Any:
        """Return what is about the records of these keys, archived or not, each one locked."""
        found = self.model._base_manager.filter(**{f"{self.by}__in": keys})
        return found.order_by("id").select_for_update(of=("self",))


_FOLLOWING: list[FollowingKind] = []


def register(model: type[Record], *, by: str, of: str = "") -> None:
    """Let records of a kind move with what they are about."""
    if (one := FollowingKind(model, by, of)) not in _FOLLOWING:
        _FOLLOWING.append(one)


def every() -> tuple[FollowingKind, ...]:
    return tuple(_FOLLOWING)


def of_kind(model: type[Record]) -> list[FollowingKind]:
    """Return what follows records of a kind."""
    return [one for one in _FOLLOWING if one.of in ("", model.kind_code())]


@lru_cache
def reached_through(model: type[Record]) -> tuple[tuple[type[Record], str], ...]:
    """Return the kinds that are reached through records of a kind, each with its link to them."""
    return tuple(_reached_through(model))


def _reached_through(model: type[Record]) -> Iterator[tuple[type[Record], str]]:
    for other in apps.get_models():
        if not issubclass(other, Record):
            continue
        name = other.reached_by()
        if name and other._meta.get_field(name).related_model is model:
            yield other, name


@lru_cache
def subject_field(model: type[Record]) -> str:
    """Name the column by which records of a kind are about one of any kind; else nothing."""
    return next((one.by for one in _FOLLOWING if one.model is model and not one.of), "")


@lru_cache
def subjects() -> tuple[type[Record], ...]:
    """Return the kinds whose owners reach what is about their records."""
    records = (model for model in apps.get_models() if issubclass(model, Record))
    return tuple(model for model in records if not subject_field(model))


@lru_cache
def follow_verb(model: type[Record]) -> Verb:
    """Return the verb by which records of a kind move with what they are about."""
    told = _("moved along with what it is about")
    return Verb(f"{model.kind_code()}.follow", needs="view", told=told, on_archived=True)


def complete(act: Act, changes: Sequence[RecordChange], *, in_sets: bool = False) -> None:
    """Look at who may move what these settled changes of one kind have moved, and take along.

    Raises Refused where the mover might not add such a record at the new unit, or would lose
    sight of it.
    """
    moved = [change for change in changes if _is_moved(change)]
    if moved:
        _require_rights(act.actor, [change.record for change in moved])
        _take_along(act, moved, in_sets=in_sets)


def _is_moved(change: RecordChange) -> bool:
    return not change.is_new and change.unit_before != change.record.unit_id


def _require_rights(actor: Actor, records: Sequence[Record]) -> None:
    for sample in {record.unit_id: record for record in records}.values():
        permissions.require(actor, sample.create_needs, sample.unit)
    for record in records:
        permissions.require(actor, "view", record)


def _take_along(act: Act, moved: Sequence[RecordChange], *, in_sets: bool) -> None:
    """Move what is about records of one kind, unless it was put elsewhere on purpose.

    Who may move the records may do this too: it is part of the same decision.
    """
    if type(moved[0].record).reached_by():
        return
    for model, movers in _anchors(moved):
        for following in of_kind(model):
            if along := list(_along(act, following, movers)):
                act.settle(along, in_sets=in_sets)
                _take_along(act, along, in_sets=in_sets)


def _anchors(
    moved: Sequence[RecordChange],
) -> Iterator[tuple[type[Record], Mapping[UUID, RecordChange]]]:
    """Yield by kind what has moved: the records, and all that is reached through them."""
    waiting: list[tuple[type[Record], Mapping[UUID, RecordChange]]] = [
        (type(moved[0].record), {change.record.pk: change for change in moved})
    ]
    for model, movers in waiting:
        yield model, movers
        for other, name in reached_through(model):
            pairs = other._base_manager.filter(**{f"{name}__in": movers}).values_list("pk", name)
            if found := {key: movers[through] for key, through in pairs}:
                waiting.append((other, found))


def _along(
    act: Act, following: FollowingKind, movers: Mapping[UUID, RecordChange]
) -> Iterator[RecordChange]:
    for follower in following.about(list(movers)):
        # It is locked by now: whoever put it elsewhere meanwhile is not overruled.
        mover = movers[getattr(follower, following.by)]
        if follower.unit_id == mover.unit_before:
            change = act.take(follow_verb(following.model), follower, mover.reason)
            follower.unit = mover.record.unit
            yield change
