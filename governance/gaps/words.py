"""The words of gaps."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.gaps.checks import Gap, Level
from records import kinds, permissions
from records.actors import Actor
from records.addresses import page_of
from records.shapes import Status

# What presses most stands first; each with what the word means.
LEVELS: Mapping[Level, Status] = {
    "breach": Status(_("Against the law"), "bad", _("The law forbids it.")),
    "late": Status(_("Late"), "bad", _("Its day has come, by the law or by our own plan.")),
    "stale": Status(_("Stale"), "warn", _("It was in order, and changed or ran out since.")),
    "unsigned": Status(_("Unsigned"), "warn", _("Nobody signed it, or not yet as it stands.")),
    "missing": Status(_("Missing"), "warn", _("Nobody recorded, settled or took it on.")),
    "ending": Status(_("Ends soon"), "neutral", _("It is in order, and soon is no more.")),
}
URGENCY: Mapping[str, int] = {level: place for place, level in enumerate(LEVELS)}


def points_told(points: int, found: int) -> str:
    """Say how many points were looked at, and how many of them are in order."""
    sentence = ngettext(
        "%(points)s point looked at: %(good)s in order, %(found)s not.",
        "%(points)s points looked at: %(good)s in order, %(found)s not.",
        points,
    )
    return sentence % {"points": points, "good": points - found, "found": found}


def record_url(gap: Gap) -> str:
    """Return the page of the record that a gap is about."""
    kind = kinds.by_code(gap.kind)
    return page_of(kind.model, "detail", gap.ref) if kind else ""


def place_of(gap: Gap, actor: Actor) -> str:
    """Return where a gap is mended; who may change nothing anywhere is led to the record."""
    return gap.url if permissions.may_somewhere(actor, "change") else record_url(gap)


def pressing(gap: Gap) -> tuple[int, date]:
    """Return what presses most first, and of that what is due first."""
    return URGENCY[gap.level], gap.due or date.max
