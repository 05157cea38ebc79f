"""The words for what is owed: states, roles, regimes, and how far away a day is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.classification.documents.duties import SET_ASIDE as ASIDE
from assessments.classification.documents.duties import changes_of_design, undated
from assessments.classification.documents.words import ROLES
from assessments.engine.relief import Relief
from controls.frameworks import vocabulary
from records.shapes import Status, Text
from records.values import sentence
from records.wording import in_words

(
    VERIFIED,
    CURRENT,
    INHERITED,
    RECORDED,
    OPEN,
    LATER,
    WAITS,
    BREACHED,
    SET_ASIDE,
    SUPERSEDED,
    AWAITED,
    WOULD_BREACH,
) = (
    "verified",
    "current",
    "inherited",
    "recorded",
    "open",
    "later",
    "waits",
    "breached",
    "set_aside",
    "superseded",
    "awaited",
    "would_breach",
)
STATES: dict[str, Status] = {
    BREACHED: Status(
        gettext_lazy("Any use breaches it"),
        "bad",
        gettext_lazy("No control makes a prohibited use lawful; only stopping it does."),
    ),
    WOULD_BREACH: Status(
        gettext_lazy("Would be prohibited"),
        "bad",
        gettext_lazy(
            "By its stage it has not begun. Placing it on the market, putting it into service or "
            "using it would breach the ban."
        ),
    ),
    OPEN: Status(gettext_lazy("Open"), "bad", gettext_lazy("It applies; nothing here meets it.")),
    SUPERSEDED: Status(
        gettext_lazy("By a superseded edition"),
        "warn",
        gettext_lazy(
            "The edition that it was read by is no longer the law, and the one in force gives "
            "another day, or asks it no more. Classify again to see which."
        ),
    ),
    LATER: Status(
        gettext_lazy("Applies later"), "upcoming", gettext_lazy("Nothing here meets it yet.")
    ),
    AWAITED: Status(
        gettext_lazy("Owed from the start"),
        "upcoming",
        gettext_lazy(
            "The law applies. By its stage the use has not begun: it is owed from the first "
            "placing on the market, putting into service or use, and much of it has to be ready "
            "before. Nothing here meets it yet."
        ),
    ),
    WAITS: Status(
        gettext_lazy("Not owed yet"),
        "neutral",
        gettext_lazy("It waits for an event and not for a day; “Applies from” names the event."),
    ),
    RECORDED: Status(
        gettext_lazy("Recorded"),
        "warn",
        gettext_lazy("Something meets it, without fresh evidence."),
    ),
    INHERITED: Status(
        gettext_lazy("Evidence inherited, not of this system"),
        "warn",
        gettext_lazy("Fresh evidence stands above; none is attached at this use case."),
    ),
    CURRENT: Status(
        gettext_lazy("Evidence current"), "info", gettext_lazy("No named person has verified it.")
    ),
    VERIFIED: Status(
        gettext_lazy("Verified"), "ok", gettext_lazy("A named person has verified it.")
    ),
    SET_ASIDE: ASIDE,
}
NOT_SETTLED = Status(
    gettext_lazy("Law not settled"),
    "warn",
    gettext_lazy("The text of the law leaves a doubt here."),
)
WEAK_SOURCE = Status(
    gettext_lazy("Secondary source"),
    "neutral",
    gettext_lazy("What the law asks is settled; guidance, forms and standards beside it are not."),
)
KEPT = Status(
    gettext_lazy("Kept at the organisation"),
    "neutral",
    gettext_lazy("One row stands for all use cases; it is met and planned there."),
)
# What meets an obligation, by the layers of coverage; evidence may be inherited.
MET = (OPEN, RECORDED, INHERITED, CURRENT, VERIFIED)


def state_of(level: int, applies_from: date | None, *, on: date, is_awaited: bool = False) -> str:
    """Say where an obligation stands: met to some level, else by its day.

    One that waits for its use to begin is not open before.
    """
    if level:
        return MET[level]
    if applies_from is None:
        return WAITS
    if applies_from > on:
        return LATER
    return AWAITED if is_awaited else OPEN


def doubts(item: Any) -> list[Status]:
    """Mark what the law leaves open, and apart from it where only our source is weak."""
    marks = ((NOT_SETTLED, item.uncertain_why), (WEAK_SOURCE, item.weak_source))
    return [replace(mark, detail=told) for mark, told in marks if told]


def by_the_letter(day: date) -> str:
    """Name the earlier day that the mere letter of the law gives."""
    return _("by the letter %(day)s") % {"day": date_format(day)}


def waits_for(item: Any) -> str:
    """Say what an obligation without a day waits for."""
    return undated(item.why)


def is_earliest(item: Any, *, on: date) -> bool:
    """Say whether a day to come is only the first on which a condition could bring a duty."""
    is_to_come = item.applies_from is not None and item.applies_from > on
    return bool(item.only_if) and item.formal_from is None and is_to_come


def earliest(item: Any) -> list[str]:
    """Name the day before which a condition brings nothing, and a change that it waits for."""
    told = [_("earliest %(day)s") % {"day": date_format(item.applies_from)}]
    _own, waits_for_change = changes_of_design(item.only_if)
    return [*told, _("with a significant change in design")] if waits_for_change else told


def condition(item: Any) -> str:
    """Tell the condition under which alone an obligation binds, without what its day tells."""
    own, _waits = changes_of_design(item.only_if)
    return in_words(own)


def lighter(relief: Iterable[Relief]) -> str:
    """Say by which provisions an obligation is lighter; nothing where by none."""
    cited = ", ".join(dict.fromkeys(each.provision for each in relief))
    return _("Relief: %(provisions)s") % {"provisions": cited} if cited else ""


def role(code: str) -> Text:
    """Name a role as a cell of a table does."""
    return sentence(str(ROLES.get(code, code)))


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
