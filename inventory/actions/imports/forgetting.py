"""Erasing values about people from what imports keep: rows of reports, and the files themselves."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from inventory.actions.imports import profile, tables
from inventory.models import ImportRow, ImportRun, UseCase
from inventory.sources.problems import SourceError
from records.erasure import Erased
from records.errors import RuleError
from records.ledger.erased import ERASED

# Shorter values stand in ordinary words, too; they are erased where the field itself is named.
SHORTEST = 4


def forget(erased: Erased) -> None:
    """Erase the values of a use case from the rows that brought it, and remove files with them."""
    if not isinstance(erased.record, UseCase):
        return
    runs = {}
    for row in _rows(erased.record):
        runs[row.run.pk] = row.run
        _forget_row(row, erased)
    for run in runs.values():
        profile.forget(run)
        if _may_hold(run, erased):
            transaction.on_commit(partial(default_storage.delete, run.path))


def _rows(use_case: UseCase) -> QuerySet[ImportRow]:
    """Return every row about a use case, those of imports that were only previewed too."""
    about = Q(use_case=use_case)
    if use_case.source:
        about |= Q(run__source=use_case.source, identity=use_case.source_identity)
    return ImportRow.objects.filter(about).select_related("run")


def _forget_row(row: ImportRow, erased: Erased) -> None:
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


def _without(value: Any, gone: frozenset[str]) -> Any:
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


def _may_hold(run: ImportRun, erased: Erased) -> bool:
    """Say whether the kept file holds an erased value; one that cannot be read counts as doing."""
    try:
        return any(_tells(cell, erased.values) for cell in _cells(run))
    except (RuleError, SourceError):
        return True


def _cells(run: ImportRun) -> Iterator[str]:
    for row in tables.table_of(run).rows:
        yield from (str(cell) for cell in row.cells if cell)
