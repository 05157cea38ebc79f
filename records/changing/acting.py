"""The one way to change a record: lock, check, rule, validate, save, history, ledger, in one go."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils.translation import gettext as _

from records import permissions
from records.actors import Actor
from records.changing import following, open_acts
from records.changing.act import Act, RecordChange
from records.errors import Refused, RuleError, StaleError
from records.history.past import current_moment
from records.models.base import Part, Record
from records.verbs import Verb

# "acts in line" in the space of advisory locks.
LINES = 0x4C494E45


@contextmanager
def acting[R: Record](
    verb: Verb,
    record: R,
    actor: Actor,
    *,
    reason: str = "",
    seen: int | None = None,
    facts: Mapping[str, object] | None = None,
) -> Iterator[R]:
    """Carry out one act on one record; yield the locked record, and use that, not what was passed.

    `seen` is the version the actor had read; `facts` (codes, references, digests) go into the
    ledger entry. Raises Refused, RuleError, StaleError, ValidationError, or Repeated where the
    request's key was used before. An act inside another joins its transaction, and leaves nothing
    in it where it is refused; TypeError says that the other one changes this record already.
    """
    with open_act(actor) as act:
        change = _take(act, verb, record, reason)
        if seen is not None and seen != change.record.version:
            raise _stale(change.record, seen)
        change.facts.update(facts or {})
        yield cast("R", change.record)
        act.settle([change])
        following.complete(act, [change])


def acting_many[R: Record](
    verb: Verb,
    records: Sequence[R],
    actor: Actor,
    *,
    change: Callable[[R], None] | None = None,
    parts: Sequence[Part] = (),
    reason: str = "",
) -> list[R]:
    """Carry out one act on many records of one kind in sets: new ones, or existing ones.

    Existing records are locked and reloaded, then `change` is applied to each. `parts` are new
    ones of these records; those that are there cannot be changed on this way. Either all is done
    or nothing.
    """
    if not records:
        return []
    with open_act(actor) as act:
        locked = _lock_many(verb, records, act.actor)
        _date(act, is_locked=any(not record._state.adding for record in locked))
        changes = [act.take(verb, record, reason) for record in locked]
        for record in locked:
            _refuse_archived(verb, record)
            if change is not None:
                change(record)
        act.add_parts(parts)
        act.settle(changes, in_sets=True)
        following.complete(act, changes, in_sets=True)
        return locked


@contextmanager
def open_act(actor: Actor) -> Iterator[Act]:
    """Open an act, or join the one under way; the outermost writes history and ledger."""
    if current_moment() is not None:
        raise Refused(_("The past can be read, not changed."))
    running = open_acts.CURRENT.get()
    if running is not None:
        with running.joined(), transaction.atomic():
            yield running
        return
    with transaction.atomic():
        act = Act(actor, open_acts.KEY.get())
        marker = open_acts.CURRENT.set(act)
        try:
            yield act
            act.finish()
        finally:
            open_acts.CURRENT.reset(marker)


def wait_in_line(name: str) -> None:
    """Wait, within an act, until no other act of this name is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LINES, name])


def _date(act: Act, *, is_locked: bool) -> None:
    """Let the act take its moment once its transaction has a number: a lock has given it one.

    Whoever settles a moment waits for the transactions that are open then; one without a number
    would not be seen, and its act would stand in the tree behind a moment that it came before.
    """
    if act.is_dated:
        return
    if not is_locked:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
    act.date()


def _take(act: Act, verb: Verb, record: Record, reason: str) -> RecordChange:
    locked = record if record._state.adding else _lock(record)
    _date(act, is_locked=not record._state.adding)
    permissions.require(act.actor, verb.needs, locked)
    _refuse_archived(verb, locked)
    return act.take(verb, locked, reason)


def _lock(record: Record) -> Record:
    """Lock and reload a record, together with the unit that decides over reach."""
    model = type(record)
    locking = model._base_manager.select_for_update(of=("self",)).filter(pk=record.pk)
    if at := model.reach_field.rpartition("__")[0]:
        for found in locking.select_related(at):
            return found
        # Somebody moved it while we waited: its new row does not fit the unit that was joined.
    return locking.get()


def _lock_many[R: Record](verb: Verb, records: Sequence[R], actor: Actor) -> list[R]:
    new = [record for record in records if record._state.adding]
    for sample in {record.unit_id: record for record in new}.values():
        permissions.require(actor, verb.needs, sample)
    keys = [record.pk for record in records if not record._state.adding]
    if not keys:
        return new
    reachable = type(records[0])._base_manager.filter(pk__in=keys)
    allowed = permissions.visible(reachable, actor, verb.needs).values("pk")
    locked = list(reachable.filter(pk__in=allowed).order_by("pk").select_for_update(of=("self",)))
    if len(locked) != len(set(keys)):
        missing = len(set(keys)) - len(locked)
        raise Refused(_("%(count)s of the records are not yours to change.") % {"count": missing})
    return new + locked


def _refuse_archived(verb: Verb, record: Record) -> None:
    if record.is_archived and not verb.on_archived:
        raise RuleError(
            _("%(ref)s is archived. Restore it before changing it.") % {"ref": record.ref}
        )


def _stale(record: Record, seen: int) -> StaleError:
    sentence = _(
        "%(ref)s was changed while you were working on it: you read version %(seen)s, "
        "version %(current)s is saved. Compare both before you save again."
    )
    values = {"ref": record.ref, "seen": seen, "current": record.version}
    return StaleError(sentence % values, seen=seen, current=record.version)


@contextmanager
def in_turn(person: Any) -> Iterator[None]:
    """Hold a person's row until what is done here has ended; whoever counts too waits for it."""
    with transaction.atomic():
        people = get_user_model()._base_manager.select_for_update(no_key=True)
        people.only("pk").get(pk=person.pk)
        yield
