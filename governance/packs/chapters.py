"""The chapters that every pack has: summary, completeness, proof; and its cover."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.gaps.words import LEVELS, points_told
from governance.models import Unit
from governance.packs.contents import LISTED_AT_MOST, Contents
from governance.packs.manifest import About, PackFile
from governance.packs.trust import sealed_by, trust
from records.documents.charts import ChartBar, stacked_bars
from records.documents.parts import Chapter
from records.documents.qr import qr_svg
from records.documents.sections import CompletenessLine, Level
from records.models import Checkpoint
from records.shapes import (
    Digest,
    Fact,
    PersonChip,
    Stat,
    Status,
    Tone,
)
from records.wording import utc_words

# What is open is named on the first page as far as it stays one page.
NAMED_AT_ONCE = 6
# More owners than this are in the table alone.
BARS_AT_MOST = 12

WORDS: dict[Level, tuple[Any, Tone]] = {
    **{level: (status.word, status.tone) for level, status in LEVELS.items()},
    "dissent": (gettext_lazy("Dissent"), "bad"),
    "accepted": (gettext_lazy("Risk accepted"), "info"),
    "waived": (gettext_lazy("Waived"), "upcoming"),
    "out_of_scope": (gettext_lazy("Out of scope"), "neutral"),
    "ok": (gettext_lazy("In order"), "ok"),
}


def cover(contents: Contents, about: About, organisation: str, identity: str) -> dict[str, Any]:
    """Return what the first page shows."""
    subject = contents.subject
    owner = (
        [{"label": _("Owner"), "value": str(subject.reach_owner)}] if subject.reach_owner else []
    )
    return {
        "kind": _("Evidence pack"),
        "title": str(subject),
        "reference": contents.reference,
        "sample": about.is_sample,
        "headline": _headline(contents) if contents.headline else "",
        "facts": [
            {"label": _("Organisation"), "value": organisation},
            {"label": _("Unit"), "value": str(contents.unit)},
            *owner,
            {"label": _("As of"), "value": utc_words(about.moment)},
            {"label": _("Pack id"), "value": identity, "digest": True},
        ],
        "note": _(
            "Everything here is printed from recorded history as it stood at that moment. The "
            "last chapter says how to check this file without the installation that made it."
        ),
    }


def _headline(contents: Contents) -> str:
    """Print what has to be said at once: templates of documents know no tags of ours."""
    return render_to_string("documents/pack/headline.html", {"headline": contents.headline})


def counts_of(contents: Contents) -> list[Stat]:
    """Count the points by what was found; what is rare is told only where there is some."""
    found = {level: sum(gap.level == level for gap in contents.gaps) for level in WORDS}
    found["ok"] = contents.points - sum(gap.level != "ok" for gap in contents.gaps)
    always = ("missing", "stale", "unsigned", "ok")
    told = [level for level in WORDS if level in always or found[level]]
    return [Stat(WORDS[level][0], found[level]) for level in told]


def findings_told(contents: Contents) -> str:
    """Say how many points were looked at, and how many of them are in order.

    Nothing missing says nothing of what nobody looked at.
    """
    return points_told(contents.points, sum(gap.level != "ok" for gap in contents.gaps))


def summary(contents: Contents) -> Chapter:
    """Say in a few lines what the pack is about and how complete it is."""
    subject = contents.subject
    facts = [
        Fact(_("Record"), f"{subject.ref} {subject}"),
        Fact(_("Unit"), str(contents.unit)),
        Fact(_("Owner"), PersonChip(str(subject.reach_owner)) if subject.reach_owner else None),
        Fact(_("Version"), subject.version),
        Fact(_("Last changed"), utc_words(subject.updated_at)),
        Fact(_("Digest of the record"), Digest(subject.digest)),
    ]
    open_gaps = gravest_first(gap for gap in contents.gaps if gap.level != "ok")
    context = {
        "counts": counts_of(contents),
        "findings": findings_told(contents),
        "facts": facts,
        "headline": contents.headline,
        "gaps": open_gaps[:NAMED_AT_ONCE],
        "more": max(len(open_gaps) - NAMED_AT_ONCE, 0),
        "subject": subject,
    }
    html = render_to_string("documents/pack/summary.html", context)
    return Chapter("summary", _("Summary"), html)


def gravest_first(gaps: Iterable[CompletenessLine]) -> list[CompletenessLine]:
    """Put first what presses most, as the list of gaps does; of one level the order stays."""
    order = list(WORDS)
    return sorted(gaps, key=lambda one: order.index(one.level))


def by_owner(contents: Contents) -> dict[str, Any]:
    """Count what checks found by who answers for it and by level; whoever has most comes first."""
    counted: dict[str, Counter[Level]] = defaultdict(Counter)
    for gap in contents.looked.every:
        counted[gap.who_name][gap.level] += 1
    levels = [level for level in WORDS if any(level in found for found in counted.values())]
    most_first = sorted(counted.items(), key=lambda item: (-item[1].total(), item[0]))
    rows = [ChartBar(name, [found[level] for level in levels]) for name, found in most_first]
    words = [str(WORDS[level][0]) for level in levels]
    drawn = [replace(row, name=row.name or _("Nobody")) for row in rows[:BARS_AT_MOST]]
    chart = stacked_bars(_("Open points by owner"), words, drawn)
    return {"levels": words, "rows": rows, "chart": chart}


def completeness(contents: Contents) -> Chapter:
    """Say which points were looked at and which were not, and what is not in order.

    What is in order is listed as long as the list is one that somebody reads.
    """
    is_long = len(contents.gaps) > LISTED_AT_MOST
    listed = gravest_first(gap for gap in contents.gaps if not is_long or gap.level != "ok")
    rows = [
        {"state": Status(*WORDS[gap.level]), "about": gap.about, "text": gap.text}
        for gap in listed[:LISTED_AT_MOST]
    ]
    context = {
        "told": findings_told(contents),
        "rows": rows,
        "more": max(len(listed) - LISTED_AT_MOST, 0),
        "owners": by_owner(contents) if is_long or isinstance(contents.subject, Unit) else None,
        "checks": contents.looked.looked,
        "looked_at": contents.looked_at,
        "not_looked_at": contents.looked.not_looked_at,
    }
    html = render_to_string("documents/pack/completeness.html", context)
    return Chapter("completeness", _("Completeness"), html)


def proof(checkpoint: Checkpoint, files: Sequence[PackFile], identity: str) -> Chapter:
    """Say how to check the pack, with the keys it claims, the checkpoint and the list of files."""
    context = {
        "origin": settings.LEDGER_ORIGIN,
        "trust": trust(),
        "sealed_by": sealed_by(),
        "version": settings.VERSION,
        "note": checkpoint.note,
        "qr": qr_svg(checkpoint.note, _("The signed checkpoint as QR code")),
        "files": files,
        "identity": identity,
        "size": checkpoint.size,
        "root": bytes(checkpoint.root).hex(),
    }
    html = render_to_string("documents/pack/proof.html", context)
    return Chapter("proof", _("Proof"), html)
