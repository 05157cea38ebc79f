"""What an import says of each row: as plain values, as bytes to digest, as a table to download."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from inventory.actions.imports import fields
from inventory.models import ImportRow, ImportRun, Outcome
from records.exports import Sheet
from records.values import Plain


def line(row: ImportRow, ref: str) -> dict[str, Any]:
    """Return one row of the report; `ref` is the use case's reference, if it has one yet."""
    return {
        "row": row.number,
        "outcome": row.outcome,
        "ref": ref,
        "identity": row.identity,
        "name": row.name,
        "unit": row.unit_names,
        "changes": row.changes,
        "conflicts": row.conflicts,
        "problems": [plain(note) for note in row.problems],
        "remarks": [plain(note) for note in row.remarks],
    }


def plain(note: dict[str, Any]) -> str:
    """Tell a note in English with its column: the report is the same whoever reads it."""
    sentence = str(note["template"] % note["params"])
    return f"“{note['column']}”: {sentence}" if note["column"] else sentence


def told(note: dict[str, Any]) -> str:
    """Tell a note in the language of the person."""
    return str(_(note["template"]) % note["params"])


def as_bytes(lines: Iterable[dict[str, Any]]) -> bytes:
    """Write report lines the one way that is digested: a JSON object a line, keys in order."""
    texts = (
        json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for each in lines
    )
    return "".join(f"{text}\n" for text in texts).encode()


def digest(lines: Iterable[dict[str, Any]]) -> str:
    """Return the SHA-256 of a report."""
    return hashlib.sha256(as_bytes(lines)).hexdigest()


def lines(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Return the report of an import as it is kept."""
    rows = ImportRow.objects.filter(run=run).select_related("use_case").order_by("id")
    return (line(row, row.use_case.ref if row.use_case else "") for row in rows)


def sheet(run: ImportRun) -> Sheet:
    """Return the report as a table for people."""
    headings = (
        _("Row"), _("Outcome"), _("Reference"), _("Name"), _("Unit"), _("Why or what"),
        _("Remarks"), _("Recognised by"),
    )  # fmt: skip
    about = {
        _("Import"): run.ref,
        _("File"): run.file_name,
        _("SHA-256 of the file"): run.sha256,
        _("SHA-256 of the report (as JSON)"): run.report_digest or run.preview_digest,
    }
    title = _("Report of %(ref)s") % {"ref": run.ref}
    return Sheet(title, headings, (_cells(row) for row in _kept(run)), about)


def _kept(run: ImportRun) -> Iterator[ImportRow]:
    yield from ImportRow.objects.filter(run=run).select_related("use_case").order_by("id")


def _cells(row: ImportRow) -> list[Plain]:
    return [
        row.number,
        str(Outcome(row.outcome).label),
        row.use_case.ref if row.use_case else "",
        row.name,
        row.unit_names,
        "\n".join([told_at(note) for note in row.problems] + differences(row)),
        "\n".join(told_at(note) for note in row.remarks),
        row.identity,
    ]


def told_at(note: dict[str, Any]) -> str:
    """Tell a note with its column in the language of the person."""
    return f"“{note['column']}”: {told(note)}" if note["column"] else told(note)


def differences(row: ImportRow) -> list[str]:
    """Tell in one line each what changes, and what a person has changed and keeps."""
    labels = fields.labels()
    changed = [
        f"{labels[c['field']]}: {as_text(c['old'])} → {as_text(c['new'])}" for c in row.changes
    ]
    kept = [
        _("%(field)s: kept as “%(current)s”, the file says “%(new)s”")
        % {
            "field": labels[c["field"]],
            "current": as_text(c["current"]),
            "new": as_text(c["new"]),
        }
        for c in row.conflicts
    ]
    return changed + kept


def as_text(value: Any) -> str:
    """Tell a value of a row."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
