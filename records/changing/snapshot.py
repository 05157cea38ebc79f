"""Canonical states: what a sign-off signs, and what the ledger says of each history row.

A personal value is stood for by a commitment, with a salt for each value.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models

from records.history.past import current_moment, history_model
from records.ledger.canonical import canonical, commit, digest
from records.ledger.erased import ERASED
from records.models.base import Part, Record, TrackedRow
from records.models.ledger import Entry, Salt

# Gives the commitment that stands for a personal value: (row, field name, value) -> hex.
Commit = Callable[[TrackedRow, str, object], str]

EMPTY: tuple[object, ...] = (None, "", [], {}, ())


def snapshot(
    record: Record, parts: Mapping[str, Iterable[Part]], commit: Commit
) -> dict[str, object]:
    """Return the material state of a record with its parts, ready for canonical JSON.

    Empty fields are left out, so that a new field changes no old digest.
    """
    return {
        "schema": 1,
        "kind": record.kind_code(),
        "id": record.pk,
        "ref": record.ref,
        "fields": _fields(record, commit),
        "parts": {
            label: [
                {"id": part.pk, "fields": _fields(part, commit)}
                for part in sorted(rows, key=lambda row: row.pk)
            ]
            for label, rows in parts.items()
            if rows
        },
    }


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


def _fields(row: TrackedRow, commit: Commit) -> dict[str, object]:
    skipped = row.immaterial | set(row.cosmetic) | set(row.untracked)
    found: dict[str, object] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in skipped or field.name in _STRUCTURE:
            continue
        value = getattr(row, field.attname)
        if value in EMPTY or (isinstance(row, Part) and field.name == row.belongs_to):
            continue
        found[field.name] = _value(row, field, value, commit)
    return found


_STRUCTURE = {"ref", "archived_at", "removed_at"}


def _value(row: TrackedRow, field: "models.Field[Any, Any]", value: Any, commit: Commit) -> object:
    if field.name in row.personal:
        return {"commit": commit(row, field.name, value)}
    if isinstance(field, models.ForeignKey):
        return _own(row) if value == row.pk else link(field.related_model, value)
    return field.value_from_object(row) if isinstance(value, models.Model) else value


def _own(row: Any) -> dict[str, Any]:
    return {"kind": row.kind_code(), "id": row.pk, "ref": row.ref}


def link(model: type[models.Model], key: UUID) -> dict[str, object]:
    """Return the reference to another row: kind, id and, where it has one, its reference."""
    found = {"kind": model._meta.label_lower, "id": key}
    if ref := _ref(model, key):
        found["ref"] = ref
    return found


@lru_cache(maxsize=50_000)
def _ref(model: type[models.Model], key: UUID) -> str:
    """Look a reference up once: references never change."""
    if not any(field.name == "ref" for field in model._meta.concrete_fields):
        return ""
    ref: str = model._base_manager.values_list("ref", flat=True).get(pk=key)
    return ref


def row_digest(table: str, values: Mapping[str, Any], commits: Mapping[str, str]) -> str:
    """Digest one history row: every column but its key, personal values by commitment.

    `values` maps column attribute names to values; empty ones are left out, so that a column added
    later changes no old digest. `commits` maps field names to commitments.
    """
    kept = {
        name: {"commit": commits[name]} if name in commits else value
        for name, value in values.items()
        if name != "history_id" and value not in EMPTY
    }
    return digest({"table": table, "row": kept})


class Commitments:
    """Give each personal value its commitment; an unchanged value keeps the one it has.

    The salts made on the way are kept by `save`; they are never in an entry's body.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, str], Salt] = {}
        self._looked_up: set[UUID] = set()
        self._new: list[Salt] = []

    def look_up(self, ids: Iterable[UUID]) -> None:
        """Read the newest salts of many rows at once."""
        wanted = set(ids) - self._looked_up
        for salt in Salt.objects.filter(object_id__in=wanted).order_by("id"):
            self._known[salt.object_id, salt.path] = salt
        self._looked_up |= wanted

    def __call__(self, row: TrackedRow, name: str, value: object) -> str:
        """Return the commitment (hex) to the value of a field of `row`."""
        if row.pk not in self._looked_up:
            self.look_up([row.pk])
        path = f"{row.kind_code()}.{name}"
        known = self._known.get((row.pk, path))
        if known and commit(bytes(known.salt), path, as_text(value)) == known.commit:
            return known.commit
        return self.fresh(row.pk, path, value)

    def fresh(self, object_id: UUID, path: str, value: object) -> str:
        """Commit to a value under a salt of its own."""
        salt = os.urandom(16)
        made = Salt(
            object_id=object_id, path=path, salt=salt, commit=commit(salt, path, as_text(value))
        )
        self._known[object_id, path] = made
        self._new.append(made)
        return made.commit

    def mark(self) -> int:
        """Return how far it has come, for `forget_since`."""
        return len(self._new)

    def forget_since(self, mark: int) -> None:
        """Forget what was committed to since a mark: those values were never stored."""
        for salt in self._new[mark:]:
            self._known.pop((salt.object_id, salt.path), None)
            self._looked_up.discard(salt.object_id)
        del self._new[mark:]

    def save(self) -> None:
        """Store the new salts."""
        Salt.objects.bulk_create(self._new, batch_size=500)
        self._new = []


class KnownCommitments:
    """Find the commitments that were made to values of the past; makes none.

    `opened` collects the salts that open them, by "<kind>/<id>" and path: for readers who may see
    the values themselves.
    """

    def __init__(self) -> None:
        self.opened: dict[str, dict[str, str]] = {}

    def __call__(self, row: TrackedRow, name: str, value: object) -> str:
        """Return the commitment (hex) that was made to this value; raises LookupError for none."""
        path = f"{row.kind_code()}.{name}"
        if value == ERASED:
            return recorded(row, name)
        for salt in Salt.objects.filter(object_id=row.pk, path=path).order_by("-id"):
            if commit(bytes(salt.salt), path, as_text(value)) == salt.commit:
                opened = self.opened.setdefault(f"{row.kind_code()}/{row.pk}", {})
                opened[path] = bytes(salt.salt).hex()
                return salt.commit
        raise LookupError(f"No commitment was ever made to this value of {path}.")


def recorded(row: TrackedRow, name: str) -> str:
    """Return the commitment that the ledger recorded for a field, in the moment that is read.

    An erased value opens none of them, so the entry of the row's newest state tells which it was.
    """
    states = history_model(type(row))._base_manager.filter(id=row.pk)
    if moment := current_moment():
        states = states.filter(history_date__lte=moment)
    newest = states.order_by("-history_date", "-history_id")
    for key, at in newest.values_list("history_id", "history_date")[:1]:
        entries = Entry.objects.filter(object_id=row.holder().pk, occurred_at=at)
        for body in entries.values_list("body", flat=True):
            for about in json.loads(body)["rows"]:
                if about["id"] == str(key):
                    return str(about["commits"][name])
    raise LookupError(f"No entry of the ledger tells of {name} in this state.")


def as_text(value: object) -> str:
    """Return the text that is committed to: strings as they are, anything else canonically."""
    return value if isinstance(value, str) else canonical(value).decode()
