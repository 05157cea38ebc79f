"""Days of an older edition that the law of a day has moved on or taken away; pure."""

import datetime
from functools import lru_cache

from assessments.engine.dates import EDITIONS, FRAMEWORK, REGIMES, catalogue_dates
from assessments.engine.obligations.law import duties_of
from controls.frameworks.loading import load_edition

# The route by which the catalogue dates what was taken out of Annex III is that of Annex III.
_ROUTES = {regime: route for route, regime in REGIMES.items()}
_TRANSITION = "placed_before_"

# A provision and the regime under which it binds.
type Bound = tuple[str, str]


def older_than(on: datetime.date) -> tuple[str, ...]:
    """Name the editions that are no longer the law on a day."""
    begun = [name for name in EDITIONS if _in_force(name) <= on]
    return tuple(sorted(begun, key=_in_force)[:-1])


@lru_cache(maxsize=64)
def moved(edition: str, on: datetime.date) -> frozenset[Bound]:
    """Name what an older edition dates earlier than the law of a day, or asks while that does not.

    What both say has begun by that day is not among it. Where the newer edition gives some systems
    more time, which of the two counts is known only once the answers are read by it.
    """
    if edition not in older_than(on):
        return frozenset()
    newest = max((name for name in EDITIONS if _in_force(name) <= on), key=_in_force)
    return frozenset(
        (item.id, regime)
        for item in duties_of(edition)
        for regime in item.applies_to
        if _is_moved(item.id, regime, edition, newest, on)
    )


def _is_moved(provision: str, regime: str, older: str, newer: str, on: datetime.date) -> bool:
    route = {_ROUTES[regime]} if regime in _ROUTES else set()
    before = catalogue_dates(provision, older, route).applies_from
    if before is None:
        return False
    # More time that the older edition gave, too, stands in the day that was stored.
    granted = _transitions(provision, newer) - _transitions(provision, older)
    ways = [route, *({*route, name} for name in granted)]
    days = [catalogue_dates(provision, newer, way).applies_from for way in ways]
    later = max((day for day in days if day is not None), default=None)
    return later is None or later > max(before, on)


def _transitions(provision: str, edition: str) -> set[str]:
    law = load_edition(FRAMEWORK, edition)
    named = law.provision(provision).applies_from if provision in law else {}
    return {name for name in named if name.startswith(_TRANSITION)}


def _in_force(edition: str) -> datetime.date:
    return load_edition(FRAMEWORK, edition).in_force
