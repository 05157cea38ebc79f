"""The chapters that packs of units have: what lies within, who is appointed, what was signed."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import days
from governance.models import Appointment, SignOff, Unit
from governance.signoff import signing
from governance.signoff.standings import OF_SIGN_OFF
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Fact
from records.values import Plain

# Beyond these rows the workbook alone tells the list: nobody reads so many on paper.
PRINTED_AT_MOST = 150
SIGNED_LOOKS_AT = gettext_lazy(
    "Sign-offs: each within the unit is told; a unit itself is nothing that anybody signs."
)


def scope(unit: Record, reading: DocumentReading) -> DocumentSection:
    """Say what the pack is about: the unit with all below it, and who holds which role there."""
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    below = list(
        Unit.objects.visible_to(reading.actor, "pack")
        .current()
        .filter(path__startswith=unit.path)
        .exclude(pk=unit.pk)
        .select_related("unit", "owner")
        .order_by("path")
    )
    held = list(_appointments(unit, reading))
    context = {
        "below": below[:PRINTED_AT_MOST],
        "more": max(len(below) - PRINTED_AT_MOST, 0),
        "appointments": held[:PRINTED_AT_MOST],
        "more_appointments": max(len(held) - PRINTED_AT_MOST, 0),
    }
    html = render_to_string("documents/pack/scope.html", context)
    names = [_("Unit"), _("Name"), _("Part of"), _("Owner")]
    rows: list[list[Plain]] = [
        [one.ref, one.name, one.unit.name, str(one.owner or "")] for one in below
    ]
    roles = [_("Person"), _("Role"), _("Unit"), _("From"), _("Until")]
    return DocumentSection(
        Chapter("scope", _("Scope"), html),
        headline=(Fact(_("Units below it"), len(below)),),
        tables=(
            ExportSheet(_("Units"), names, rows),
            ExportSheet(_("Appointments"), roles, [_cells(one) for one in held]),
        ),
    )


def _appointments(unit: Unit, reading: DocumentReading) -> Any:
    day = days.day_of(reading.moment)
    found = Appointment.objects.filter(unit__path__startswith=unit.path, starts_on__lte=day)
    return (
        found.exclude(ends_on__lt=day)
        .select_related("person", "unit")
        .order_by("unit__path", "role", "person__name", "pk")
    )


def _cells(one: Appointment) -> list[Plain]:
    return [str(one.person), one.get_role_display(), one.unit.name, one.starts_on, one.ends_on]


def sign_offs(unit: Record, reading: DocumentReading) -> DocumentSection:
    """Tell every sign-off within the unit: of what, how it stands, who signed it when."""
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    found = list(
        SignOff.objects.visible_to(reading.actor, "pack")
        .filter(unit__path__startswith=unit.path)
        .prefetch_related("signatures")
        .order_by("id")
    )
    changed = signing.changed_since(found)
    rows = [_row(one, signing.standing_of(one, changed[one.pk]).code) for one in found]
    context = {
        "rows": rows if len(rows) <= PRINTED_AT_MOST else (),
        "count": len(rows),
        "counts": _counted(rows),
    }
    html = render_to_string("documents/pack/unit_signoffs.html", context)
    words = {"ref": unit.ref}
    text = _("%(ref)s itself is nothing that anybody signs; what stands within it is.") % words
    return DocumentSection(
        Chapter("signoffs", _("Sign-offs within the unit"), html),
        gaps=(CompletenessLine("out_of_scope", "signoff.unit", unit.ref, text),),
        tables=(_table(rows),),
    )


def _row(one: SignOff, code: str) -> dict[str, Any]:
    return {"record": one, "state": OF_SIGN_OFF[code][0], "given": list(one.signatures.all())}


def _counted(rows: Sequence[dict[str, Any]]) -> list[tuple[Any, int]]:
    words = [row["state"] for row in rows]
    return [
        (state, sum(one.word == state.word for one in words))
        for state in {str(one.word): one for one in words}.values()
    ]


def _table(rows: Sequence[dict[str, Any]]) -> ExportSheet:
    headings = [_("Sign-off"), _("Record"), _("State"), _("Signed by"), _("Role"), _("Meaning"),
                _("At")]  # fmt: skip
    cells: list[list[Plain]] = []
    for row in rows:
        one, state = row["record"], str(row["state"].word)
        cells += [
            [one.ref, one.subject_ref, state, each.printed_name, each.get_role_display(),
             each.get_meaning_display(), each.signed_at]
            for each in row["given"]
        ]  # fmt: skip
        if not row["given"]:
            cells.append([one.ref, one.subject_ref, state, "", "", "", None])
    return ExportSheet(_("Sign-offs"), headings, cells)
