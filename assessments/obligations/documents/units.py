"""The chapter on obligations within a unit: those of the organisation, and how the others stand."""

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from assessments.obligations import filters, organisation, rows
from assessments.obligations.documents.use_cases import (
    chart,
    counted,
    grouped,
    line_of,
    seen_of,
    table,
)
from governance import days
from governance.models import Unit
from records.actors import Actor
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection
from records.models import Record
from records.shapes import Status


def chapter(unit: Record, reading: DocumentReading) -> DocumentSection:
    """Tell what the organisation keeps once for use cases here; count what each owes itself."""
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    actor, day = reading.actor, days.day_of(reading.moment)
    within = {
        "use_case__unit__path__startswith": unit.path,
        "use_case__unit__is_sample": unit.is_sample,
    }
    general = organisation.tell(actor=actor, on=day, **within)
    seen = seen_of((met for item in general for met in item.met_by), (), actor)
    lines = [line_of(item, item, seen) for item in general]
    counts = _counted(actor, within)
    context = {
        "groups": grouped([item.state for item in general], lines),
        "counts": counts,
        "chart": chart(counts),
        "sum": sum(number for _state, number in counts),
    }
    html = render_to_string("documents/assessments/unit_obligations.html", context)
    return DocumentSection(Chapter("obligations", _("Obligations"), html), tables=(table(lines),))


def _counted(actor: Actor, within: dict[str, object]) -> list[tuple[Status, int]]:
    """Count what use cases owe themselves by state, by one query."""
    found = rows.joined(actor, "pack").filter(**within).order_by()
    of_states = filters.of_states()
    named = {code: Count("pk", filter=of_states[code]) for code in of_states}
    return counted(found.aggregate(**named))
