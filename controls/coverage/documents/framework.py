"""The chapter of a framework edition at a unit: each provision that asks, and what covers it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.coverage.documents import at_work
from controls.coverage.documents.figures import chart
from controls.coverage.figures import Figures
from controls.coverage.reading import visible_refs
from controls.coverage.report import CoverageLine, CoverageReport, report
from controls.coverage.rules import Cover, Layer, Path
from controls.models import Edition
from governance.models import Unit
from records import kinds
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Fact, Stat, Status
from records.values import Plain

LOOKS_AT = gettext_lazy(
    "Provisions that ask something: whether a control that is in place claims each itself."
)
# A longer text is printed as far as somebody claims it; the workbook has all of it.
PRINTED_AT_MOST = 200
PATHS_SHOWN = 3
STATES = {
    Layer.NONE: Status(gettext_lazy("Not covered"), "bad"),
    Layer.RECORDED: Status(gettext_lazy("Recorded"), "warn"),
    Layer.CURRENT: Status(gettext_lazy("Evidence current"), "info"),
    Layer.VERIFIED: Status(gettext_lazy("Verified"), "ok"),
}


@dataclass(frozen=True)
class CoveredProvision:
    """A provision with how far it is covered; `ways` name records within reach."""

    line: CoverageLine
    state: Status
    ways: Sequence[tuple[Sequence[str], int]]


def chapter(edition: Record, reading: DocumentReading) -> DocumentSection:
    """Tell every provision that asks something, what covers it here, and what is open."""
    unit = _unit(reading)
    assert isinstance(edition, Edition)  # noqa: S101 - registered for this kind alone
    found = report(edition, unit)
    asking = [line for line in found.lines if line.counts]
    seen = visible_refs(found.refs(), reading.actor, "pack")
    rows = [_row(line, found.covers[line.code], seen) for line in asking]
    is_whole = len(rows) <= PRINTED_AT_MOST
    context = {
        "edition": edition,
        "unit": unit,
        "stats": _stats(found.figures()),
        "chart": chart([(edition.framework.short_title, found.figures())]),
        "rows": rows if is_whole else [row for row in rows if row.ways],
        "left": 0 if is_whole else sum(not row.ways for row in rows),
    }
    html = render_to_string("documents/controls/framework.html", context)
    return DocumentSection(
        Chapter("provisions", _("Provisions and what covers them"), html),
        (edition,),
        tuple(_gaps(found, asking)),
        headline=tuple(_headline(found.figures())),
        tables=(_table(rows),),
    )


def controls(edition: Record, reading: DocumentReading) -> DocumentSection:
    """Tell the controls at the unit that cover the edition, with their evidence and its files."""
    assert isinstance(edition, Edition)  # noqa: S101 - registered for this kind alone
    return at_work.chapter(_unit(reading), reading, only=report(edition, _unit(reading)).refs())


def _unit(reading: DocumentReading) -> Unit:
    assert isinstance(reading.scope, Unit)  # noqa: S101 - packs of editions are made at units
    return reading.scope


def _row(line: CoverageLine, cover: Cover, seen: Collection[str]) -> CoveredProvision:
    direct = [path for path in cover.paths if not path.is_derived]
    shown = [_refs(path, seen) for path in (direct or cover.paths)[:PATHS_SHOWN]]
    return CoveredProvision(line, STATES[cover.direct], shown)


def _refs(path: Path, seen: Collection[str]) -> tuple[Sequence[str], int]:
    records = [ref for ref in path.refs if kinds.of_ref(ref)]
    within = [ref for ref in records if ref in seen]
    return within, len(records) - len(within)


def _stats(found: Figures) -> list[Stat]:
    return [
        Stat(_("Provisions that ask"), found.whole),
        *(Stat(STATES[layer].word, found.of(layer).direct) for layer in STATES if layer),
    ]


def _headline(found: Figures) -> Iterator[Fact]:
    words = {
        "whole": found.whole,
        "recorded": found.recorded.direct,
        "verified": found.verified.direct,
    }
    told = _("%(recorded)s of %(whole)s provisions that ask something, %(verified)s verified")
    yield Fact(_("Covered"), told % words)


def _gaps(found: CoverageReport, asking: Sequence[CoverageLine]) -> Iterator[CompletenessLine]:
    for line in asking:
        words = {"code": line.code, "title": line.title, "unit": str(found.place)}
        if found.covers[line.code].direct:
            text = _("A control in place at %(unit)s claims %(code)s (%(title)s).") % words
            yield CompletenessLine("ok", "coverage.open", line.code, text)
        else:
            text = _("No control in place at %(unit)s claims %(code)s (%(title)s).") % words
            yield CompletenessLine("missing", "coverage.open", line.code, text)


def _table(rows: Sequence[CoveredProvision]) -> ExportSheet:
    headings = [_("Provision"), _("Title"), _("State"), _("Control and evidence")]
    cells: list[list[Any] | list[Plain]] = [
        [row.line.code, row.line.title, str(row.state.word),
         "; ".join(", ".join(refs) for refs, _hidden in row.ways)]
        for row in rows
    ]  # fmt: skip
    return ExportSheet(_("Provisions"), headings, cells)
