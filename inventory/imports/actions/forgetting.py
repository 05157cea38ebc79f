"""Erasing values about people from what imports keep: rows of reports, and the files themselves."""

from collections.abc import Iterator
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from inventory.imports.actions import profile, tables
from inventory.models import ImportRow, ImportRun
from records.changing.erasure import ErasureNotice
from records.errors import RuleError
from records.incoming import SourceError
from records.kinds import targets
from records.ledger.erased import ERASED
from records.models import Record

# Shorter values stand in ordinary words, too; they are erased where the field itself is named.
SHORTEST = 4


def forget(erased: ErasureNotice) -> None:
    """Erase the values of a record from the rows that brought it, and remove files with them."""
    if targets.of(erased.record.kind_code()) is None:
        return
    runs = {}
    for row in _rows(erased.record):
        runs[row.run.pk] = row.run
        _forget_row(row, erased)
    for run in runs.values():
        profile.forget(run)
        if _may_hold(run, erased):
            transaction.on_commit(partial(default_storage.delete, run.path))


def _rows(record: Record) -> QuerySet[ImportRow]:
    """Return every row about a record, those of imports that were only previewed too."""
    own = ImportRow.objects.filter(subject_id=record.pk)
    about = Q(subject_id=record.pk)
    named = own.values_list("run__kind", "run__source", "identity", "run__unit__path")
    for kind, source, identity, path in set(named):
        # Imports for units above look into this register, too; elsewhere it is another one.
        at = Q(run__unit__path__in=_paths_down_to(path))
        about |= at & Q(run__kind=kind, run__source=source, identity=identity)
    return ImportRow.objects.filter(about).select_related("run")


def _paths_down_to(path: str) -> list[str]:
    """Return the paths of a unit and of those above it."""
    names = path.rstrip("/").split("/")
    return ["".join(f"{name}/" for name in names[:depth]) for depth in range(1, len(names) + 1)]


def _forget_row(row: ImportRow, erased: ErasureNotice) -> None:
    if row.brought and row.brought.get(erased.field):
        row.brought[erased.field] = ERASED
    for difference in (*row.changes, *row.conflicts):
        if difference["field"] == erased.field:
            for side in ("old", "new", "current"):
                if difference.get(side):
                    difference[side] = ERASED
    row.brought = _without(row.brought, erased.values)
    row.changes = _without(row.changes, erased.values)
    row.conflicts = _without(row.conflicts, erased.values)
    row.remarks = _without(row.remarks, erased.values)
    row.problems = _without(row.problems, erased.values)
    row.save(update_fields=["brought", "changes", "conflicts", "remarks", "problems"])


def _without(value: object, gone: frozenset[str]) -> object:
    """Return JSON with every text that holds an erased value replaced."""
    if isinstance(value, dict):
        return {key: _without(item, gone) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, gone) for item in value]
    return ERASED if isinstance(value, str) and _tells(value, gone) else value


def _tells(text: str, gone: frozenset[str]) -> bool:
    """Say whether a text holds an erased value, or is one cut short by an ellipsis."""
    cut = text[:-1] if text.endswith("…") else ""
    return any(
        text == value
        or (len(value) >= SHORTEST and value in text)
        or (len(cut) >= SHORTEST and value.startswith(cut))
        for value in gone
    )


def _may_hold(run: ImportRun, erased: ErasureNotice) -> bool:
    """Say whether the kept file holds an erased value; one that cannot be read counts as doing."""
    try:
        return any(_tells(cell, erased.values) for cell in _cells(run))
    except (RuleError, SourceError):
        return True


def _cells(run: ImportRun) -> Iterator[str]:
    for row in tables.table_of(run).rows:
        yield from (str(cell) for cell in row.cells if cell)
