"""The days by which the law can be read: those of its own life, and some years beyond."""

from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.classification.actions import profiles
from assessments.engine.dates import FRAMEWORK
from controls.frameworks.loading import load_edition, load_timeline
from records.errors import RuleError

# So far one may look beyond the last day that the law names.
YEARS_BEYOND = 10


@cache
def life() -> tuple[date, date]:
    """Return the first publication, and the end of the year up to which one may look."""
    editions = [load_edition(FRAMEWORK, name) for name in profiles.known_editions()]
    named = [event.date for event in load_timeline(FRAMEWORK).rows]
    for edition in editions:
        for profile in edition.date_profiles.values():
            named += profile.applies_from.values()
    last = date(max(named).year + YEARS_BEYOND, 12, 31)
    return min(edition.published for edition in editions), last


def refuse_beyond(on: date) -> None:
    """Refuse a day on which nobody can say what the law was or will be."""
    first, last = life()
    if not first <= on <= last:
        sentence = _(
            "The law can be read as of a day from %(first)s, when it was published, to %(last)s."
        )
        raise RuleError(sentence % {"first": date_format(first), "last": date_format(last)})
