"""The words for what is owed: states, roles, regimes, and how far away a day is."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.documents.words import ROLES
from controls import vocabulary
from records.templatetags.shapes import Status, Text

VERIFIED, CURRENT, RECORDED, OPEN, LATER, WAITS = (
    "verified",
    "current",
    "recorded",
    "open",
    "later",
    "waits",
)
STATES: dict[str, Status] = {
    OPEN: Status(gettext_lazy("Open"), "bad", gettext_lazy("It applies; nothing here meets it.")),
    LATER: Status(
        gettext_lazy("Applies later"), "upcoming", gettext_lazy("Nothing here meets it yet.")
    ),
    WAITS: Status(
        gettext_lazy("No date yet"),
        "neutral",
        gettext_lazy("A transition lets it wait for a day that is not set."),
    ),
    RECORDED: Status(
        gettext_lazy("Recorded"),
        "warn",
        gettext_lazy("Something meets it, without fresh evidence."),
    ),
    CURRENT: Status(
        gettext_lazy("Evidence current"), "info", gettext_lazy("No named person has verified it.")
    ),
    VERIFIED: Status(
        gettext_lazy("Verified"), "ok", gettext_lazy("A named person has verified it.")
    ),
}
# What meets an obligation, by the three layers of coverage.
MET = (OPEN, RECORDED, CURRENT, VERIFIED)


def state_of(level: int, applies_from: date | None, *, on: date) -> str:
    """Say where an obligation stands: met to some level, else by its day."""
    if level:
        return MET[level]
    if applies_from is None:
        return WAITS
    return OPEN if applies_from <= on else LATER


def role(code: str) -> Text:
    """Name a role."""
    return ROLES.get(code, code)


def regime(code: str) -> str:
    """Name a regime."""
    return vocabulary.say(vocabulary.APPLIES_TO, code)


def distance(day: date, *, on: date) -> str:
    """Tell how far away a day is."""
    days = (day - on).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    return ngettext("%(count)s day ago", "%(count)s days ago", -days) % {"count": -days}
