"""The chapter on obligations: each with its state, what meets it, who took it on, what is next."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.models import Classification, ObligationPlan
from assessments.obligations import law
from assessments.obligations.meeting import Met
from assessments.obligations.organisation import General
from assessments.obligations.reports import ObligationRow, of_use_case
from assessments.obligations.rows import ANY_LEVEL, Owed, PlanEntry
from controls.coverage.reading import visible_refs
from governance import days
from inventory.models import UseCase
from records import kinds
from records.actors import Actor
from records.documents.charts import ChartBar, stacked_bars
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection
from records.lists import ExportSheet
from records.models import Record
from records.shapes import Stat, Status, Text
from records.values import Plain

# Beyond these, the page of the obligation names the rest.
WAYS_SHOWN = 2
BANS = (words.BREACHED, words.WOULD_BREACH)
TO_COME = (words.LATER, words.WAITS, words.AWAITED)


@dataclass(frozen=True)
class WayToMeet:
    """What meets an obligation: the records on the way; `hidden` of them are out of reach."""

    refs: Sequence[str]
    hidden: int
    note: Text
    counts: bool


@dataclass(frozen=True)
class ObligationLine:
    """An obligation as a row of the chapter."""

    code: str
    title: str
    role: str
    begins: Text | date
    state: Status
    marks: Sequence[Status]
    met_by: Sequence[WayToMeet]
    plan: PlanEntry | None
    is_kept: bool

    @property
    def owner(self) -> str:
        """Name who took it on."""
        return str(self.plan.owner) if self.plan and self.plan.owner else ""


def chapter(subject: Record, reading: DocumentReading) -> DocumentSection:
    """Tell all that is asked of a use case; no chapter where nothing is."""
    assert isinstance(subject, UseCase)  # noqa: S101 - registered for this kind alone
    told = of_use_case(
        subject, actor=reading.actor, on=days.day_of(reading.moment), level=ANY_LEVEL
    )
    if not told:
        return DocumentSection()
    lines = lines_of(told, reading.actor)
    codes = [item.state for item in told]
    context = {
        "counts": [Stat(state.word, number) for state, number in counted(Counter(codes))],
        "chart": chart(counted(Counter(codes))),
        "groups": grouped(codes, lines),
        "unsigned": sorted(
            {item.owed.classification_ref for item in told if item.standing != "signed"}
        ),
        "overridden": sorted({item.overridden for item in told if item.overridden}),
    }
    html = render_to_string("documents/assessments/obligations.html", context)
    return DocumentSection(Chapter("obligations", _("Obligations"), html), _plans(subject, reading))


def lines_of(told: Sequence[ObligationRow], actor: Actor) -> list[ObligationLine]:
    """Prepare rows; what stands on the way out of the actor's reach is not named."""
    met_by = (met for item in told for met in item.met_by)
    seen = seen_of(met_by, {item.owed.classification_ref for item in told}, actor)
    return [line_of(item, item.kept or item.owed, seen) for item in told]


def seen_of(met_by: Iterable[Met], classifications: Iterable[str], actor: Actor) -> set[str]:
    """Return the references that the actor may have in a pack."""
    seen = visible_refs((ref for met in met_by for ref in met.path), actor, "pack")
    found = Classification.objects.visible_to(actor, "pack").filter(ref__in=classifications)
    return seen | set(found.values_list("ref", flat=True))


def _ways(met_by: Sequence[Met], seen: Collection[str]) -> list[WayToMeet]:
    """Return what counts in full, or else what goes part of the way; other steps are no records."""
    counting = [met for met in met_by if met.counts] or list(met_by)
    found = []
    for met in counting[:WAYS_SHOWN]:
        records = [ref for ref in met.path if kinds.of_ref(ref)]
        refs = [ref for ref in records if ref in seen]
        found.append(WayToMeet(refs, len(records) - len(refs), met.note, met.counts))
    return found


def line_of(
    item: ObligationRow | General, owed: Owed | General, seen: Collection[str]
) -> ObligationLine:
    """Prepare one row; what the organisation keeps once is told by its one row."""
    return ObligationLine(
        code=owed.provision,
        title=law.provision(owed.edition, owed.provision).title,
        role=str(words.role(owed.role)),
        begins=owed.applies_from or words.waits_for(owed),
        state=words.STATES[item.state],
        marks=words.doubts(owed),
        met_by=_ways(item.met_by, seen),
        plan=item.plan,
        is_kept=isinstance(owed, General) and owed is not item,
    )


def counted(found: Mapping[str, int]) -> list[tuple[Status, int]]:
    """Return the states in their order with how many stand in each."""
    return [(words.STATES[code], found[code]) for code in words.STATES if found.get(code)]


def chart(counts: Iterable[tuple[Status, int]]) -> SafeString:
    """Draw how many obligations stand in each state."""
    bars = [ChartBar(str(state.word), [number]) for state, number in counts]
    title = _("Obligations by state")
    return stacked_bars(title, [title], bars)


def grouped(codes: Sequence[str], lines: Sequence[ObligationLine]) -> list[dict[str, Any]]:
    """Part the rows by what a reader asks: what is forbidden, what binds now, what comes."""
    pairs = list(zip(codes, lines, strict=True))
    aside = [line for code, line in pairs if code == words.SET_ASIDE]
    bans = [line for code, line in pairs if code in BANS]
    to_come = sorted((line for code, line in pairs if code in TO_COME), key=_begins)
    now = [line for code, line in pairs if code not in (*BANS, *TO_COME, words.SET_ASIDE)]
    titled = (
        (_("Bans"), bans),
        (_("What binds, or is met already"), now),
        (_("What comes"), to_come),
        (_("Set aside"), aside),
    )
    return [{"title": title, "lines": rows} for title, rows in titled if rows]


def _begins(line: ObligationLine) -> tuple[bool, date]:
    is_day = isinstance(line.begins, date)
    return not is_day, line.begins if isinstance(line.begins, date) else date.max


def table(lines: Sequence[ObligationLine]) -> ExportSheet:
    """Return the rows for a workbook."""
    headings = [
        _("Provision"),
        _("Title"),
        _("Role"),
        _("Applies from"),
        _("State"),
        _("Met by"),
        _("Owner"),
        _("Next step"),
        _("Planned for"),
        _("Remarks"),
    ]
    return ExportSheet(_("Obligations"), headings, [_cells(line) for line in lines])


def _cells(line: ObligationLine) -> list[Plain]:
    ways = ("; ".join([", ".join(way.refs), str(way.note)]).strip("; ") for way in line.met_by)
    return [
        line.code,
        line.title,
        str(line.role),
        line.begins if isinstance(line.begins, date) else str(line.begins),
        str(line.state.word),
        "\n".join(ways),
        line.owner,
        line.plan.next_step if line.plan else "",
        line.plan.planned_for if line.plan else None,
        "; ".join(str(mark.word) for mark in line.marks),
    ]


def _plans(use_case: UseCase, reading: DocumentReading) -> tuple[Record, ...]:
    found = ObligationPlan.objects.visible_to(reading.actor, "pack").current()
    return tuple(found.filter(use_case=use_case).order_by("pk"))
