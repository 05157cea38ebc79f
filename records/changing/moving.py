"""Records that move to another unit: what it takes, and what goes along."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from records import permissions
from records.actors import Actor
from records.changing.act import Act, RecordChange
from records.changing.following import Following, follow_verb, of_kind, reached_through
from records.models.base import Record


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
    act: Act, following: Following, movers: Mapping[UUID, RecordChange]
) -> Iterator[RecordChange]:
    for follower in following.about(list(movers)):
        # It is locked by now: whoever put it elsewhere meanwhile is not overruled.
        mover = movers[getattr(follower, following.by)]
        if follower.unit_id == mover.unit_before:
            change = act.take(follow_verb(following.model), follower, mover.reason)
            follower.unit = mover.record.unit
            yield change
