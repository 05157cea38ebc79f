"""One row of an import as a page tells it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

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
LONGEST = 600


def row_shown(row: ImportRow, actor: Actor) -> Row:
    """Return a row for the table: number, outcome, use case, unit, and what is to be said."""
    word = Status(sentence(str(Outcome(row.outcome).label)), TONES[row.outcome])
    name = linked(row.use_case, actor) if row.use_case else row.name
    unit = " › ".join(row.unit_names.split(UNIT_SEPARATOR))
    return Row([row.number, word, name, unit, details(row)], muted=row.outcome == "unchanged")


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
