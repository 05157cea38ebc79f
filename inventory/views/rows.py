"""One row of an import as a page tells it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.actions.imports import fields, report
from inventory.models import ImportRow, Outcome, UseCase
from inventory.sources.problems import excerpt
from inventory.sources.reading import UNIT_SEPARATOR
from records.actors import Actor
from records.templatetags.shapes import Change, Row, Status, Tone
from records.values import field_of, linked, sentence

TONES: dict[str, Tone] = {
    Outcome.ADDED: "ok",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "neutral",
    Outcome.REFUSED: "bad",
    Outcome.VANISHED: "warn",
}
PLANNED = {
    **dict(Outcome.choices),
    Outcome.ADDED: gettext_lazy("to add"),
    Outcome.CHANGED: gettext_lazy("to change"),
}
LONGEST = 600


def row_shown(row: ImportRow, actor: Actor, *, is_over: bool) -> Row:
    """Return a row for the table: use case, number, outcome, unit, and what is to be said."""
    label = Outcome(row.outcome).label if is_over else PLANNED[row.outcome]
    word = Status(sentence(str(label)), TONES[row.outcome])
    name = linked(row.use_case, actor) if row.use_case else row.name
    unit = " › ".join(row.unit_names.split(UNIT_SEPARATOR))
    cells = [name, row.number, word, unit, details(row)]
    return Row(cells, label=row.name, muted=row.outcome == Outcome.UNCHANGED)


def details(row: ImportRow) -> str:
    """Return what there is to say of a row as HTML."""
    context = {
        "problems": [(note["column"], report.told(note)) for note in row.problems],
        "remarks": [(note["column"], report.told(note)) for note in row.remarks],
        "changes": changes(row),
        "conflicts": [_conflict(each) for each in row.conflicts],
        "number": row.number,
    }
    return render_to_string("inventory/import/details.html", context)


def changes(row: ImportRow) -> list[Change]:
    """Return what changes field by field, further details heading by heading."""
    found = []
    for each in row.changes:
        if each["field"] == "external":
            found += _headings(each["old"] or {}, each["new"] or {})
        else:
            found.append(Change(_label(each["field"]), _said(each, "old"), _said(each, "new")))
    return found


def _headings(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    return [
        Change(excerpt(name, 80), old.get(name, "")[:LONGEST], new.get(name, "")[:LONGEST])
        for name in {**old, **new}
    ]


def _conflict(each: dict[str, Any]) -> dict[str, str]:
    return {
        "label": _label(each["field"]),
        "current": _said(each, "current") or _("nothing"),
        "new": _said(each, "new"),
    }


def _label(name: str) -> str:
    return fields.labels()[name]


def _said(each: dict[str, Any], side: str) -> str:
    value, field = each[side], field_of(UseCase, each["field"])
    if each["field"] == "unit" and isinstance(value, list):
        return " › ".join(value)
    if field is not None and field.flatchoices and isinstance(value, str):
        return str(dict(field.flatchoices).get(value, value))
    return report.as_text(value)[:LONGEST]
