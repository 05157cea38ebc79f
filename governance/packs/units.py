"""The chapters that packs of units have: what lies within, who is appointed, what was signed."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import SignOff, Unit
from governance.packs import signed
from governance.packs.signed import PRINTED_AT_MOST
from governance.people.appointments import appointments_then
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.history.past import as_they_were, states_at
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Fact
from records.values import Plain

SIGNED_LOOKS_AT = gettext_lazy(
    "Sign-offs: each within the unit is told; a unit itself is nothing that anybody signs."
)


def scope(unit: Record, reading: DocumentReading) -> DocumentSection:
    """Say what the pack is about: the unit with all below it, and who holds which role there."""
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    below, held = _below(unit, reading), list(_appointments(unit, reading))
    context = {
        "below": below[:PRINTED_AT_MOST],
        "more": max(len(below) - PRINTED_AT_MOST, 0),
        "appointments": held[:PRINTED_AT_MOST],
        "more_appointments": max(len(held) - PRINTED_AT_MOST, 0),
        "is_moved": _is_moved(reading.moment),
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


def _below(unit: Unit, reading: DocumentReading) -> list[Unit]:
    """Return the units below, as they were; which ones they are is read by the tree of today."""
    found = Unit.objects.visible_to(reading.actor, "pack").filter(path__startswith=unit.path)
    below = found.exclude(pk=unit.pk).select_related("unit", "owner").order_by("path")
    then = as_they_were(below, reading.moment, but=Unit.reach_field)
    return [one for one in then if not one.is_archived]


def _is_moved(moment: datetime) -> bool:
    """Say whether any unit stands at another place today than it did then."""
    then = dict(states_at(Unit, moment).values_list("id", "path"))
    now = Unit._base_manager.values_list("pk", "path")
    return any(then.get(key, path) != path for key, path in now)


def _appointments(unit: Unit, reading: DocumentReading) -> Any:
    found = appointments_then(reading.moment).filter(unit__path__startswith=unit.path)
    return found.select_related("person", "unit").order_by(
        "unit__path", "role", "person__name", "id"
    )


def _cells(one: Any) -> list[Plain]:
    return [str(one.person), one.get_role_display(), one.unit.name, one.starts_on, one.ends_on]


def sign_offs(unit: Record, reading: DocumentReading) -> DocumentSection:
    """Tell every sign-off within the unit: of what, how it stands, who signed it when."""
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    found = (
        SignOff.objects.visible_to(reading.actor, "pack")
        .filter(unit__path__startswith=unit.path)
        .prefetch_related("signatures")
        .order_by("id")
    )
    rows = signed.rows_of(list(found), reading.actor)
    text = _("%(ref)s itself is nothing that anybody signs; what stands within it is.")
    line = CompletenessLine("out_of_scope", "signoff.unit", unit.ref, text % {"ref": unit.ref})
    return DocumentSection(
        Chapter(signed.CHAPTER, _("Sign-offs"), signed.printed(rows)),
        tuple(row.record for row in rows) if len(rows) <= PRINTED_AT_MOST else (),
        gaps=(line,),
        tables=(signed.sheet(rows),),
    )
