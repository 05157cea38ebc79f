"""One act under way: what it touches, and what it writes at its end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from records.actors import Actor
from records.changing import open_acts, references, repeats, snapshot
from records.changing.bounds import too_many
from records.changing.open_acts import RequestKey
from records.changing.snapshot import Commitments
from records.errors import RuleError
from records.history.past import history_model, state
from records.ids import new_id
from records.ledger import book
from records.ledger.body import Said
from records.ledger.canonical import digest
from records.ledger.chains import LONGEST_ACT
from records.models.base import Part, Record, TrackedRow
from records.texts import fault_of
from records.verbs import Verb, is_for


@dataclass
class RecordChange:
    """What an act does to one record."""

    verb: Verb
    record: Record
    reason: str
    is_new: bool
    before: dict[str, object]
    before_digest: str
    unit_before: UUID | None
    is_open: bool = True
    facts: dict[str, object] = field(default_factory=dict)
    # Parts that were saved, each with whether it is new.
    parts: dict[UUID, tuple[Part, bool]] = field(default_factory=dict)

    def changed_fields(self) -> set[str]:
        """Return the attribute names whose values differ from what was loaded."""
        now = _values(self.record)
        return {name for name, value in now.items() if self.before.get(name) != value}


class Act:
    """Collect the changes of one transaction; write history rows and entries for all at the end."""

    def __init__(self, actor: Actor, key: RequestKey | None) -> None:
        self.id = new_id()
        self.actor = actor
        self.moment: datetime = timezone.now()
        self.is_dated = False
        self._began = self.moment
        self.commitments = Commitments()
        self.key = key.next() if key else ""
        self._changes: dict[UUID, RecordChange] = {}
        self._use = repeats.use(key, self.key, actor, at=self.moment) if key else None

    def date(self) -> None:
        """Take the moment anew, when the transaction can be seen by whoever settles one."""
        self.moment, self.is_dated = timezone.now(), True

    def is_open(self, row: TrackedRow) -> bool:
        """Say whether the record that holds `row` may be written now."""
        change = self._changes.get(row.holder().pk)
        return change is not None and change.is_open

    def note(self, row: TrackedRow) -> None:
        """Remember that a part was saved, so that its state is kept."""
        if isinstance(row, Part):
            parts = self._changes[row.holder().pk].parts
            is_new = row._state.adding or (row.pk in parts and parts[row.pk][1])
            parts[row.pk] = (row, is_new)

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Let another act be part of this one; refused, it leaves nothing in it.

        What is open here is closed meanwhile: were a part of it saved within the other act, it
        would stand in history though it went with that.
        """
        taken, mark = len(self._changes), self.commitments.mark()
        waiting = [change for change in self._changes.values() if change.is_open]
        for change in waiting:
            change.is_open = False
        try:
            yield
        except BaseException:
            while len(self._changes) > taken:
                self._changes.popitem()
            self.commitments.forget_since(mark)
            raise
        finally:
            for change in waiting:
                change.is_open = True

    def take(self, verb: Verb, record: Record, reason: str) -> RecordChange:
        """Open a locked (or new) record for change within this act, once.

        Raises TypeError for a record that is there already: its entry names one verb, one reason.
        """
        if record.pk in self._changes:
            raise TypeError(f"{record.ref or 'A record'} is changed in one act already.")
        if not is_for(verb.code, record.kind_code()):
            raise TypeError(f"{verb.code} is no verb of {record.kind_code()}.")
        if fault := fault_of(reason):
            raise ValidationError({"reason": _("The text %(fault)s") % {"fault": _(fault)}})
        is_new = record._state.adding
        change = RecordChange(
            verb=verb,
            record=record,
            reason=reason,
            is_new=is_new,
            before={} if is_new else _values(record, apart=True),
            before_digest=record.digest,
            unit_before=None if is_new else record.unit_id,
        )
        if not is_new:
            # An act never stands before the last one on the same record, whatever the clock says.
            self.moment = max(self.moment, record.updated_at + timedelta(microseconds=1))
        self._changes[record.pk] = change
        return change

    def add_parts(self, parts: Sequence[Part]) -> None:
        """Validate and save new parts of open records in sets; the database checks their links."""
        by_model: dict[type[Part], list[Part]] = defaultdict(list)
        for part in parts:
            open_acts.require_open(part)
            links = [field.name for field in part._meta.concrete_fields if field.is_relation]
            part.full_clean(
                exclude=["id", *links], validate_unique=False, validate_constraints=False
            )
            by_model[type(part)].append(part)
        for model, some in by_model.items():
            model._base_manager.bulk_create(some, batch_size=500)

    def settle(self, changes: Sequence[RecordChange], *, in_sets: bool = False) -> None:
        """Validate and save the records of these changes, and close them."""
        self._stamp(changes)
        for change in changes:
            _validate(change, in_sets=in_sets)
        self._digest(changes)
        if in_sets:
            _save_in_sets(changes)
        for change in changes:
            if not in_sets:
                _save(change)
            change.is_open = False

    def _stamp(self, changes: Sequence[RecordChange]) -> None:
        fresh = [change for change in changes if change.is_new]
        if fresh:
            model = type(fresh[0].record)
            for change, ref in zip(fresh, references.draw(model, len(fresh)), strict=True):
                change.record.ref = ref
                change.record.created_at = self.moment
        for change in changes:
            change.record.updated_at = self.moment
            # A new record that was refused before has kept the number it got then.
            change.record.version = 1 if change.is_new else change.record.version + 1

    def _digest(self, changes: Sequence[RecordChange]) -> None:
        records = [change.record for change in changes]
        parts = snapshot.parts_of(records)
        for change in changes:
            _refuse_too_many(change, parts[change.record.pk])
        self.commitments.look_up(_about_people(records, parts))
        for record in records:
            record.digest = digest(snapshot.snapshot(record, parts[record.pk], self.commitments))

    def finish(self) -> None:
        """Write history rows, ledger entries and the key's result for everything touched.

        Raises RuleError where it lasted so long that its date would look like a false one.
        """
        if timezone.now() - self._began > LONGEST_ACT:
            raise RuleError(_("This took longer than an hour and was not saved. Try again."))
        rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        entries = []
        for change in self._changes.values():
            described = [self._history_row(row, change, kind) for row, kind in _rows(change)]
            for row, _about in described:
                rows[type(row)].append(row)
            entries.append(self._entry(change, [about for _row, about in described]))
        for model, new in rows.items():
            model._base_manager.bulk_create(new, batch_size=500)
        self.commitments.save()
        book.append(entries)
        if self._use:
            self._use.result = [_link(change.record) for change in self._changes.values()]
            self._use.save(update_fields=["result"])

    def _history_row(
        self, row: TrackedRow, change: RecordChange, kind: str
    ) -> tuple[models.Model, dict[str, object]]:
        model = history_model(type(row))
        kept = model(
            **state(row),
            history_id=new_id(),
            history_date=self.moment,
            history_type=kind,
            history_change_reason=change.reason if row is change.record else "",
            history_user_id=self.actor.id,
        )
        values = {f.attname: getattr(kept, f.attname) for f in model._meta.concrete_fields}
        commits = {
            name: self.commitments(row, name, values[name])
            for name in row.personal
            if values[name] not in snapshot.EMPTY
        }
        if values["history_change_reason"]:
            path = f"{row.kind_code()}.history_change_reason"
            commits["history_change_reason"] = self.commitments.fresh(row.pk, path, change.reason)
        table = model._meta.db_table
        about = {
            "table": table,
            "id": values["history_id"],
            "type": kind,
            "sha256": snapshot.row_digest(table, values, commits),
        }
        return kept, about | ({"commits": commits} if commits else {})

    def _entry(self, change: RecordChange, rows: Iterable[dict[str, object]]) -> book.NewEntry:
        record = change.record
        said = Said(
            act=self.id,
            at=self.moment,
            actor=self.actor.facts(),
            verb=change.verb.code,
            about={**_link(record), "version": record.version},
            rows=list(rows),
            before=change.before_digest,
            after=record.digest,
            key=self.key,
            facts=change.facts,
        )
        return book.NewEntry(moment=self.moment, actor=self.actor, body=said.body())


def _refuse_too_many(change: RecordChange, present: Mapping[str, Sequence[Part]]) -> None:
    """Refuse parts beyond those that one record keeps; what went beyond before may stay."""
    for model in {type(part) for part, is_new in change.parts.values() if is_new}:
        if model in change.record.material_parts():
            count = len(present.get(model.kind_code(), ()))
        else:
            count = model._default_manager.filter(**{model.belongs_to: change.record}).count()
        if count > model.at_most:
            raise ValidationError(too_many(model, count, model.at_most))


def _about_people(
    records: Sequence[Record], parts: Mapping[UUID, Mapping[str, Sequence[Part]]]
) -> Iterator[UUID]:
    """Name the rows that hold something about a person: only those have commitments."""
    for record in records:
        rows: Iterable[TrackedRow] = chain([record], *parts[record.pk].values())
        for row in rows:
            if any(getattr(row, name) not in snapshot.EMPTY for name in row.personal):
                yield row.pk


def _values(record: Record, *, apart: bool = False) -> dict[str, Any]:
    """Return what the columns hold, `apart` from what could be changed in place."""
    found = {
        field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields
    }
    if apart:
        for name, value in found.items():
            if isinstance(value, list | dict):
                found[name] = deepcopy(value)
    return found


def _rows(change: RecordChange) -> list[tuple[TrackedRow, str]]:
    rows: list[tuple[TrackedRow, str]] = [(change.record, "+" if change.is_new else "~")]
    return rows + [(part, "+" if is_new else "~") for part, is_new in change.parts.values()]


def _link(record: Record) -> dict[str, str]:
    return {"kind": record.kind_code(), "id": str(record.pk), "ref": record.ref}


# Given by the database or by acting itself; asking the database again would cost a query each.
_OURS = {"id", "ref", "version", "digest", "created_at", "updated_at"}


def _validate(change: RecordChange, *, in_sets: bool) -> None:
    """Validate what changed.

    Foreign keys in sets, and those of a record to itself, are left to the database's constraints.
    """
    record = change.record
    changed = change.changed_fields()
    excluded = {
        field.name
        for field in record._meta.concrete_fields
        if field.name in _OURS
        or (not change.is_new and field.attname not in changed)
        or (field.is_relation and (in_sets or getattr(record, field.attname) == record.pk))
    }
    record.full_clean(
        exclude=excluded, validate_unique=not in_sets, validate_constraints=not in_sets
    )


def _save(change: RecordChange) -> None:
    if change.is_new:
        change.record.save(force_insert=True)
    else:
        # The row is locked: what was not changed here cannot differ in the table.
        change.record.save(update_fields=change.changed_fields())


def _save_in_sets(changes: Sequence[RecordChange]) -> None:
    new = [change.record for change in changes if change.is_new]
    old = [change for change in changes if not change.is_new]
    manager = type(changes[0].record)._base_manager
    manager.bulk_create(new, batch_size=500)
    if not old:
        return
    names = set().union(*(change.changed_fields() for change in old))
    fields = [f.name for f in type(old[0].record)._meta.concrete_fields if f.attname in names]
    # INSERT ... ON CONFLICT UPDATE: several times faster than bulk_update's CASE expressions.
    manager.bulk_create(
        [change.record for change in old],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=fields,
        batch_size=500,
    )
