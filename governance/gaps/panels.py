"""What the page of a record shows of its gaps, fetched once the page is there: it takes a while."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from governance.gaps.reading import named, remembered_gaps
from governance.gaps.words import LEVELS, place_of, points_told, pressing
from records.actors import Actor
from records.addresses import to, with_values
from records.models import Record
from records.pages import RecordsView, respond
from records.panels import TemplatePanel
from records.shapes import Link

SHOWN = 6


def fetched(record: Record, _actor: Actor) -> dict[str, Any]:
    """Say where the panel is fetched from, and where it stands without scripts."""
    return {
        "url": to("gap-panel", record.ref),
        "all_url": with_values(to("gap-list"), of=record.ref),
    }


class GapPanelView(RecordsView):
    """Answer with the panel alone: how much was looked at, the first gaps, the way to all."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the fragment; 404 out of reach."""
        record = named(ref, self.actor)
        if record is None:
            raise Http404
        return respond(request, "governance/gaps_of.html", _of(record, self.actor))


def _of(record: Record, actor: Actor) -> dict[str, Any]:
    gaps = remembered_gaps(actor, record)
    # What it lacks itself comes before what hangs on it.
    found = sorted(gaps.every, key=lambda gap: (gap.ref != record.ref, *pressing(gap)))
    counts = Counter(gap.level for gap in found)
    return {
        "told": points_told(gaps.points, len(found)),
        "counts": [(LEVELS[level], counts[level]) for level in LEVELS if counts[level]],
        "links": [Link(gap.says, place_of(gap, actor)) for gap in found[:SHOWN]],
        "more": len(found) - SHOWN,
        "all_url": with_values(to("gap-list"), of=record.ref),
    }


GAPS_PANEL = TemplatePanel(
    title=_("Gaps"), template="governance/panels/gaps.html", context=fetched, side=True
)
