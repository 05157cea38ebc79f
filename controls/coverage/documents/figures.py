"""The chapter on coverage: how far each framework in force is covered at a unit."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from controls.coverage.figures import Figures
from controls.coverage.report import CoverageReport, reports_of_newest
from governance.models import Unit
from records.documents.charts import ChartBar, stacked_bars
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection
from records.lists import ExportSheet
from records.models import Record
from records.values import Plain


def chapter(unit: Record, _reading: DocumentReading) -> DocumentSection:
    """Count for each framework what is recorded, shown by current evidence, and verified.

    These are facts of the place, the same for every reader; they name no record.
    """
    assert isinstance(unit, Unit)  # noqa: S101 - registered for this kind alone
    reports = [report for report in reports_of_newest(unit) if report.figures().whole]
    rows = [_row(report) for report in reports]
    named = [(report.edition.framework.short_title, report.figures()) for report in reports]
    context = {"rows": rows, "chart": chart(named)}
    html = render_to_string("documents/controls/coverage.html", context)
    headings = [_("Framework"), _("Edition"), _("Provisions"), _("Recorded"), _("Current"),
                _("Verified"), _("Recorded, derived"), _("Current, derived"),
                _("Verified, derived")]  # fmt: skip
    return DocumentSection(
        Chapter("coverage", _("Coverage"), html),
        tables=(ExportSheet(_("Coverage"), headings, [_cells(report) for report in reports]),),
    )


def chart(named: Sequence[tuple[str, Figures]]) -> SafeString:
    """Draw how many provisions each layer covers, the better ones taken out of those below."""
    parts = [_("Verified"), _("Evidence current"), _("Recorded"), _("Not covered")]
    bars = []
    for name, found in named:
        verified, current = found.verified.direct, found.current.direct
        recorded = found.recorded.direct
        numbers = [verified, current - verified, recorded - current, found.whole - recorded]
        bars.append(ChartBar(name, numbers))
    return stacked_bars(_("Provisions by how far they are covered"), parts, bars)


def _row(report: CoverageReport) -> dict[str, object]:
    found = report.figures()
    return {
        "title": report.edition.framework.short_title,
        "edition": report.edition.code,
        "whole": found.whole,
        "layers": (found.recorded, found.current, found.verified),
    }


def _cells(report: CoverageReport) -> list[Plain]:
    found = report.figures()
    layers = (found.recorded, found.current, found.verified)
    return [
        report.edition.framework.short_title,
        report.edition.code,
        found.whole,
        *(layer.direct for layer in layers),
        *(layer.derived for layer in layers),
    ]
