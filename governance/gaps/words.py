"""The words of gaps."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.gaps.checks import Level
from records.shapes import Status

# What presses most stands first.
LEVELS: Mapping[Level, Status] = {
    "breach": Status(_("Against the law"), "bad"),
    "late": Status(_("Late"), "bad"),
    "stale": Status(_("Stale"), "warn"),
    "unsigned": Status(_("Unsigned"), "warn"),
    "missing": Status(_("Missing"), "warn"),
    "ending": Status(_("Ends soon"), "neutral"),
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
