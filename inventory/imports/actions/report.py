"""What an import says of each row: as plain values, as bytes to digest, as a table to download."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import batched
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.imports.actions.targets import target_of
from inventory.models import ImportRow, ImportRun, RowOutcome
from records import permissions
from records.actors import Actor
from records.errors import Refused
from records.history.past import current_moment
from records.ledger.canonical import JSON
from records.lists import ExportSheet
from records.models import Record
from records.values import Plain

# Rows of a report whose records are looked for together.
AT_ONCE = 2_000
WITHHELD = gettext_lazy("A record out of your reach")


def line(row: ImportRow) -> dict[str, JSON]:
    said = {
        "row": row.number,
        "outcome": row.outcome,
        "ref": row.subject_ref,
        "identity": row.identity,
        "name": row.name,
        "unit": row.unit_names,
        "changes": row.changes,
        "conflicts": row.conflicts,
        "problems": [plain(note) for note in row.problems],
        "remarks": [plain(note) for note in row.remarks],
    }
    return said | {"withheld": True} if row.is_withheld else said


def plain(note: dict[str, JSON]) -> str:
    """Tell a note in English with its column: the report is the same whoever reads it."""
    sentence = str(note["template"] % note["params"])
    return f"“{note['column']}”: {sentence}" if note["column"] else sentence


def told(note: dict[str, JSON]) -> str:
    """Tell a note in the language of the person."""
    return str(_(note["template"]) % note["params"])


def as_bytes(lines: Iterable[dict[str, object]]) -> bytes:
    """Write report lines the one way that is digested: a JSON object a line, keys in order."""
    texts = (
        json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for each in lines
    )
    return "".join(f"{text}\n" for text in texts).encode()


def digest(lines: Iterable[dict[str, object]]) -> str:
    """Return the SHA-256 of a report."""
    return hashlib.sha256(as_bytes(lines)).hexdigest()


def for_reader(
    rows: Iterable[ImportRow], run: ImportRun, actor: Actor
) -> tuple[list[ImportRow], dict[UUID | None, Record]]:
    """Return rows as a reader may see them, and by key the records within reach they are about.

    A row keeps what its record said when it was written; who does not reach the record, wherever
    it lies by now, reads nothing of it.
    """
    found = list(rows)
    model = target_of(run).model
    about = model._base_manager.filter(pk__in={row.subject_id for row in found if row.subject_id})
    reached: dict[UUID | None, Record] = {
        record.pk: record for record in permissions.visible(about.select_related("unit"), actor)
    }
    for row in found:
        if row.subject_id and row.subject_id not in reached:
            row.withhold()
    return found, reached


def within_reach(run: ImportRun, actor: Actor) -> Q:
    """Return which rows a reader may search by what they say."""
    reached = permissions.visible(target_of(run).model._base_manager.all(), actor)
    return Q(subject_id=None) | Q(subject_id__in=reached.values("pk"))


def require_as_kept(run: ImportRun) -> None:
    """Refuse to show rows as of a moment before they were what is kept: there is no older state."""
    if current_moment() is not None and not run.is_over:
        raise Refused(_("What a preview said then is not kept. Go back to now to read the rows."))


def lines(run: ImportRun, actor: Actor) -> Iterator[dict[str, object]]:
    """Return the report of an import as it is kept, as far as the actor reaches."""
    return map(line, _kept(run, actor))


def sheet(run: ImportRun, actor: Actor) -> ExportSheet:
    """Return the report as a table for people."""
    headings = (
        _("Row"), _("Outcome"), _("Reference"), _("Name"), _("Unit"), _("Why or what"),
        _("Remarks"), _("Recognised by"),
    )  # fmt: skip
    about = {
        _("Import"): run.ref,
        _("File"): run.file_name,
        _("SHA-256 of the file"): run.sha256,
        _("SHA-256 of the report (as JSON)"): run.report_digest,
    }
    title = _("Report of %(ref)s") % {"ref": run.ref}
    labels = target_of(run).labels()
    return ExportSheet(title, headings, (_cells(row, labels) for row in _kept(run, actor)), about)


def _kept(run: ImportRun, actor: Actor) -> Iterator[ImportRow]:
    for rows in batched(ImportRow.objects.filter(run=run).order_by("id"), AT_ONCE):
        yield from for_reader(rows, run, actor)[0]


def _cells(row: ImportRow, labels: dict[str, str]) -> list[Plain]:
    return [
        row.number,
        str(RowOutcome(row.outcome).label),
        row.subject_ref,
        str(WITHHELD) if row.is_withheld else row.name,
        row.unit_names,
        "\n".join([told_at(note) for note in row.problems] + differences(row, labels)),
        "\n".join(told_at(note) for note in row.remarks),
        row.identity,
    ]


def told_at(note: dict[str, object]) -> str:
    """Tell a note with its column in the language of the person."""
    return f"“{note['column']}”: {told(note)}" if note["column"] else told(note)


def differences(row: ImportRow, labels: dict[str, str]) -> list[str]:
    """Tell in one line each what changes, and what a person has changed and keeps."""
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


def as_text(value: object) -> str:
    """Tell a value of a row."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
