"""Canonical states: what a sign-off signs, and what the ledger says of each history row."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models

from records.ledger.canonical import digest
from records.models.base import Part, Record, Tracked

# Gives the commitment that stands for a personal value: (row, field name, value) -> hex.
Commit = Callable[[Tracked, str, Any], str]

EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def snapshot(record: Record, parts: Mapping[str, Iterable[Part]], commit: Commit) -> dict[str, Any]:
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


def _fields(row: Tracked, commit: Commit) -> dict[str, Any]:
    skipped = row.immaterial | set(row.cosmetic) | set(row.untracked)
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in skipped or field.name in _STRUCTURE:
            continue
        value = getattr(row, field.attname)
        if value in EMPTY or (isinstance(row, Part) and field.name == row.belongs_to):
            continue
        found[field.name] = _value(row, field, value, commit)
    return found


_STRUCTURE = {"ref", "archived_at", "removed_at"}


def _value(row: Tracked, field: "models.Field[Any, Any]", value: Any, commit: Commit) -> Any:
    if field.name in row.personal:
        return {"commit": commit(row, field.name, value)}
    if isinstance(field, models.ForeignKey):
        return _own(row) if value == row.pk else link(field.related_model, value)
    return field.value_from_object(row) if isinstance(value, models.Model) else value


def _own(row: Any) -> dict[str, Any]:
    return {"kind": row.kind_code(), "id": row.pk, "ref": row.ref}


def link(model: type[models.Model], key: UUID) -> dict[str, Any]:
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
