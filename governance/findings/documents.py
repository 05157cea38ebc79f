"""What packs tell of findings: at a unit and below it, or about a record and what hangs on it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from governance import days
from governance.findings.models import Finding
from governance.findings.telling import state
from governance.gaps.within import Within
from governance.models import Unit
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection, SectionMaker
from records.lists import ExportSheet
from records.models import Record
from records.values import Plain

# Beyond these rows the workbook alone tells the list.
PRINTED_AT_MOST = 150


def findings(record: Record, reading: DocumentReading) -> DocumentSection:
    """Tell the findings, open and closed; where none was raised there is no chapter."""
    day = days.day_of(reading.moment)
    here = Within(actor=reading.actor, day=day, subject=record, needs="pack")
    found = list(
        here.records(Finding)
        .with_progress(day)
        .select_related("unit", "owner", "checked_by", "closed_by")
        .prefetch_related("corrective_actions__owner", "corrective_actions__done_by")
        .order_by("id")
    )
    if not found:
        return DocumentSection()
    told = [{"one": one, "state": state(one)} for one in found]
    context = {
        "findings": told[:PRINTED_AT_MOST],
        "more": max(len(told) - PRINTED_AT_MOST, 0),
        # Of a whole unit the table is enough; who wants more makes a pack of the record.
        "in_full": not isinstance(record, Unit),
    }
    html = render_to_string("documents/governance/findings.html", context)
    chapter = Chapter("findings", _("Findings and corrective action"), html)
    return DocumentSection(chapter, tuple(found), tables=(_table(found),))


def _table(found: list[Any]) -> ExportSheet:
    headings = [_("Finding"), _("What was found"), _("About"), _("Unit"), _("Grade"), _("Source"),
                _("State"), _("Owner"), _("Found on"), _("To be closed by"), _("Closed on"),
                _("Days open")]  # fmt: skip
    rows: list[list[Plain]] = [
        [one.ref, one.name, one.subject_ref, one.unit.name, one.get_grade_display(),
         one.get_source_display(), one.get_state_display(), str(one.owner or ""), one.found_on,
         one.due_on, one.closed_on, one.age.days]
        for one in found
    ]  # fmt: skip
    return ExportSheet(_("Findings"), headings, rows)


FINDINGS = SectionMaker(order=45, make=findings)
