"""One row of an import as a page tells it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.imports.actions import report
from inventory.models import ImportRow, RowOutcome
from records.actors import Actor
from records.incoming import EXTERNAL, UNIT_SEPARATOR, excerpt
from records.kinds.targets import ImportTarget
from records.models import Record
from records.shapes import ChangeLine, Row, Status, Tone
from records.values import field_of, linked, sentence

TONES: dict[str, Tone] = {
    RowOutcome.ADDED: "ok",
    RowOutcome.CHANGED: "info",
    RowOutcome.UNCHANGED: "neutral",
    RowOutcome.REFUSED: "bad",
    RowOutcome.VANISHED: "warn",
}
PLANNED = {
    **dict(RowOutcome.choices),
    RowOutcome.ADDED: gettext_lazy("to add"),
    RowOutcome.CHANGED: gettext_lazy("to change"),
}
LONGEST = 600


def row_shown(
    row: ImportRow, actor: Actor, target: ImportTarget, record: Record | None, *, is_over: bool
) -> Row:
    """Return a row for the table: record, number, outcome, unit, and what is to be said."""
    label = RowOutcome(row.outcome).label if is_over else PLANNED[row.outcome]
    word = Status(sentence(str(label)), TONES[row.outcome])
    said = str(report.WITHHELD) if row.is_withheld else row.name
    name = linked(record, actor) if record else said
    unit = " › ".join(row.unit_names.split(UNIT_SEPARATOR))
    cells = [name, row.number, word, unit, details(row, target)]
    return Row(cells, label=said, muted=row.outcome == RowOutcome.UNCHANGED)


def details(row: ImportRow, target: ImportTarget) -> str:
    """Return what there is to say of a row as HTML."""
    context = {
        "problems": [(note["column"], report.told(note)) for note in row.problems],
        "remarks": [(note["column"], report.told(note)) for note in row.remarks],
        "changes": changes(row, target),
        "conflicts": [_conflict(each, target) for each in row.conflicts],
        "number": row.number,
    }
    return render_to_string("inventory/import/details.html", context)


def changes(row: ImportRow, target: ImportTarget) -> list[ChangeLine]:
    """Return what changes field by field, further details heading by heading."""
    found, labels = [], target.labels()
    for each in row.changes:
        if each["field"] == EXTERNAL:
            found += _headings(each["old"] or {}, each["new"] or {})
        else:
            old, new = (_said(each, side, target) for side in ("old", "new"))
            found.append(ChangeLine(labels[each["field"]], old, new))
    return found


def _headings(old: dict[str, str], new: dict[str, str]) -> list[ChangeLine]:
    return [
        ChangeLine(excerpt(name, 80), old.get(name, "")[:LONGEST], new.get(name, "")[:LONGEST])
        for name in {**old, **new}
    ]


def _conflict(each: dict[str, Any], target: ImportTarget) -> dict[str, str]:
    return {
        "label": target.labels()[each["field"]],
        "current": _said(each, "current", target) or _("nothing"),
        "new": _said(each, "new", target),
    }


def _said(each: dict[str, object], side: str, target: ImportTarget) -> str:
    value, field = each[side], field_of(target.model, each["field"])
    if each["field"] == "unit" and isinstance(value, list):
        return " › ".join(value)
    if field is not None and field.flatchoices and isinstance(value, str):
        return str(dict(field.flatchoices).get(value, value))
    return report.as_text(value)[:LONGEST]
