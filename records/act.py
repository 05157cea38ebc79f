"""One act under way: what it touches, and what it writes at its end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from records import references, snapshot
from records.actors import Actor
from records.acts import RequestKey
from records.commitments import Commitments
from records.errors import Repeated
from records.history import history_model, state
from records.ids import new_id
from records.ledger import book
from records.ledger.canonical import digest
from records.models.base import Part, Record, Tracked
from records.models.ledger import RequestKeyUse
from records.verbs import Verb


@dataclass
class Change:
    """What an act does to one record."""

    verb: Verb
    record: Record
    reason: str
    is_new: bool
    before: dict[str, Any]
    before_digest: str
    unit_before: UUID | None
    is_open: bool = True
    is_settled: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
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
        self.commitments = Commitments()
        self.key = key.next() if key else ""
        self._changes: dict[UUID, Change] = {}
        self._use = self._use_key() if self.key else None

    def _use_key(self) -> RequestKeyUse:
        """Insert the key before anything else, so that it guards the whole transaction."""
        owner = f"{self.actor.kind}:{self.actor.id}"
        use = RequestKeyUse(actor=owner, key=self.key, used_at=self.moment)
        RequestKeyUse.objects.bulk_create([use], ignore_conflicts=True)
        stored = RequestKeyUse.objects.get(actor=owner, key=self.key)
        if stored.pk != use.pk:
            raise Repeated(stored.result)
        return use

    def change_of(self, record: Record) -> Change | None:
        """Return what this act already does to the record."""
        return self._changes.get(record.pk)

    def is_open(self, row: Tracked) -> bool:
        """Say whether the record that holds `row` may be written now."""
        change = self._changes.get(row.holder().pk)
        return change is not None and change.is_open

    def note(self, row: Tracked) -> None:
        """Remember that a part was saved, so that its state is kept."""
        if isinstance(row, Part):
            parts = self._changes[row.holder().pk].parts
            is_new = row._state.adding or (row.pk in parts and parts[row.pk][1])
            parts[row.pk] = (row, is_new)

    def take(self, verb: Verb, record: Record, reason: str) -> Change:
        """Open a locked (or new) record for change within this act."""
        is_new = record._state.adding
        change = Change(
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

    def drop(self, change: Change) -> None:
        """Forget a change that was rolled back."""
        self._changes.pop(change.record.pk, None)

    def settle(self, changes: Sequence[Change], *, in_sets: bool = False) -> None:
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
            change.is_open, change.is_settled = False, True

    def _stamp(self, changes: Sequence[Change]) -> None:
        fresh = [change for change in changes if change.is_new and not change.is_settled]
        if fresh:
            model = type(fresh[0].record)
            for change, ref in zip(fresh, references.draw(model, len(fresh)), strict=True):
                change.record.ref = ref
                change.record.created_at = self.moment
        for change in changes:
            change.record.updated_at = self.moment
            if not change.is_settled:
                change.record.version += 1

    def _digest(self, changes: Sequence[Change]) -> None:
        records = [change.record for change in changes]
        parts = parts_of(records)
        self.commitments.look_up(_about_people(records, parts))
        for record in records:
            record.digest = digest(snapshot.snapshot(record, parts[record.pk], self.commitments))

    def finish(self) -> None:
        """Write history rows, ledger entries and the key's result for everything touched."""
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
        self, row: Tracked, change: Change, kind: str
    ) -> tuple[models.Model, dict[str, Any]]:
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

    def _entry(self, change: Change, rows: Iterable[dict[str, Any]]) -> book.NewEntry:
        record = change.record
        body: dict[str, Any] = {
            "v": 1,
            "act": self.id,
            "at": self.moment,
            "actor": self.actor.facts(),
            "verb": change.verb.code,
            "object": {**_link(record), "version": record.version},
            "rows": list(rows),
            "after": record.digest,
        }
        if change.before_digest:
            body["before"] = change.before_digest
        if self.key:
            body["key"] = self.key
        if change.facts:
            body["facts"] = change.facts
        return book.NewEntry(moment=self.moment, actor=self.actor, body=body)


def parts_of(records: Sequence[Record]) -> dict[UUID, dict[str, list[Part]]]:
    """Return the present parts of records of one kind: by record key, then by part kind.

    Parts that no signature covers are left out.
    """
    found: dict[UUID, dict[str, list[Part]]] = {record.pk: {} for record in records}
    for model in records[0].material_parts():
        field = model.belongs_to
        for part in model._default_manager.filter(**{f"{field}__in": list(found)}):
            holder = getattr(part, f"{field}_id")
            found[holder].setdefault(model.kind_code(), []).append(part)
    return found


def _about_people(
    records: Sequence[Record], parts: Mapping[UUID, Mapping[str, Sequence[Part]]]
) -> Iterator[UUID]:
    """Name the rows that hold something about a person: only those have commitments."""
    for record in records:
        rows: Iterable[Tracked] = chain([record], *parts[record.pk].values())
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


def _rows(change: Change) -> list[tuple[Tracked, str]]:
    rows: list[tuple[Tracked, str]] = [(change.record, "+" if change.is_new else "~")]
    return rows + [(part, "+" if is_new else "~") for part, is_new in change.parts.values()]


def _link(record: Record) -> dict[str, str]:
    return {"kind": record.kind_code(), "id": str(record.pk), "ref": record.ref}


# Given by the database or by acting itself; asking the database again would cost a query each.
_OURS = {"id", "ref", "version", "digest", "created_at", "updated_at"}


def _validate(change: Change, *, in_sets: bool) -> None:
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


def _save(change: Change) -> None:
    if change.is_new:
        change.record.save(force_insert=not change.is_settled)
    else:
        # The row is locked: what was not changed here cannot differ in the table.
        change.record.save(update_fields=change.changed_fields())


def _save_in_sets(changes: Sequence[Change]) -> None:
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
