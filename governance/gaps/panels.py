"""What the page of a record shows of its gaps."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from governance.gaps.reading import remembered_gaps
from governance.gaps.words import LEVELS, points_told
from records.actors import Actor
from records.addresses import to, with_values
from records.models import Record
from records.panels import TemplatePanel
from records.templatetags.shapes import Link

SHOWN = 6


def of_record(record: Record, actor: Actor) -> dict[str, Any] | None:
    """Prepare the panel: how much was looked at, the first gaps, the way to all of them."""
    gaps = remembered_gaps(actor, record)
    found = gaps.every
    counts = Counter(gap.level for gap in found)
    return {
        "told": points_told(gaps.points, len(found)),
        "counts": [(LEVELS[level], counts[level]) for level in LEVELS if counts[level]],
        "links": [Link(gap.says, gap.url) for gap in found[:SHOWN]],
        "more": len(found) - SHOWN,
        "all_url": with_values(to("gap-list"), of=record.ref),
    }


GAPS_PANEL = TemplatePanel(
    title=_("Gaps"), template="governance/panels/gaps.html", context=of_record, side=True
)
