"""The history in a pack: of its subject in full, and every act on all other records in it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from governance.models import Pack
from governance.packs.signed import PRINTED_AT_MOST
from records import kinds
from records.documents.parts import Chapter
from records.documents.sections import DocumentReading, DocumentSection
from records.history import timeline
from records.history.timeline import RecordAct
from records.lists import ExportSheet
from records.models import Record

# More acts than a record gathers in its life; a limit only against runaway data.
EVERY_ACT = 5_000


def history(
    subject: Record, records: Sequence[Record], reading: DocumentReading
) -> DocumentSection:
    """Tell who did what when, each act with its place in the ledger."""
    kind = kinds.of(subject)
    if kind is None:
        return DocumentSection()
    told, _more = timeline.happenings(kind, subject, reading.actor, size=EVERY_ACT)
    acts = timeline.acts_on([one for one in records if one.pk != subject.pk], reading.actor)
    rows = list(_in_short(acts))
    context = {
        "entries": told,
        "acts": rows[:PRINTED_AT_MOST],
        "more": max(len(rows) - PRINTED_AT_MOST, 0),
        "since": _since(subject, acts, reading),
    }
    return DocumentSection(
        Chapter(
            f"history-{subject.ref.lower()}",
            _("History"),
            render_to_string("documents/pack/history.html", context),
        ),
        tables=(_sheet([*timeline.acts_on([subject], reading.actor), *acts]),),
    )


def _in_short(acts: Sequence[RecordAct]) -> Iterator[dict[str, Any]]:
    """Put into one row what somebody did to the same records again and again within a minute."""
    for _key, some in groupby(acts, key=_alike):
        alike = list(some)
        lines = [
            {
                "told": line.told,
                "ref": line.ref,
                "versions": ranges(act.lines[place].version for act in alike),
                "positions": ranges(act.lines[place].position for act in alike),
            }
            for place, line in enumerate(alike[0].lines)
        ]
        yield {"at": alike[0].at, "who": alike[0].who, "lines": lines}


def _alike(act: RecordAct) -> object:
    minute = act.at.replace(second=0, microsecond=0)
    return minute, act.who, [(line.told, line.ref) for line in act.lines]


def ranges(numbers: Iterable[int | None]) -> str:
    """Tell numbers in short: “3–5, 9”."""
    spans: list[list[int]] = []
    for number in sorted(one for one in numbers if one is not None):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def _since(
    subject: Record, acts: Sequence[RecordAct], reading: DocumentReading
) -> dict[str, Any] | None:
    """Name the pack before this one, with what was recorded since: its reader holds the rest."""
    before = Pack.objects.visible_to(reading.actor).filter(
        subject_id=subject.pk, moment__lt=reading.moment, created_at__lte=reading.moment
    )
    last = before.order_by("-moment", "-id").first()
    if last is None:
        return None
    every = [*timeline.acts_on([subject], reading.actor), *acts]
    since = [line for act in every if act.at > last.moment for line in act.lines]
    return {
        "pack": last,
        "acts": len(since),
        "refs": sorted({line.ref for line in since}),
    }


def _sheet(acts: Sequence[RecordAct]) -> ExportSheet:
    headings = [_("At"), _("Who"), _("Act"), _("Record"), _("Version"), _("Ledger position")]
    newest_first = sorted(acts, key=lambda act: act.at, reverse=True)
    return ExportSheet(
        _("History"),
        headings,
        [
            [act.at, str(act.who.name), line.told, line.ref, line.version, line.position]
            for act in newest_first
            for line in act.lines
        ],
    )
