"""From when a provision applies by which route, and the sentences that say why."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

_ROUTE_WORDS = {
    "all": "for everybody it addresses",
    "annex_i": "by the route of Annex I",
    "annex_iii": "by the route of Annex III",
    "formal": "by the letter of the law",
}
_PLACED_BEFORE = re.compile(r"placed_before_([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True)
class ReasonReading:
    """What a reason says besides the dates: profile label, edition, note, doubt."""

    label: str
    edition: str
    note: str = ""
    doubt: str = ""


def explain(
    dates: Mapping[str, date], routes: Collection[str], reading: ReasonReading
) -> tuple[date | None, str]:
    """Return the earliest date among the routes that match, and the reason in words.

    `all` matches whatever the routes. A transition route (`placed_before_<date>`) that is asked
    for takes the place of `all`, since it grants what was placed before that day more time.
    """
    for route in routes:
        route_words(route)  # refuses an unknown one
    matching = _matching(dates, routes)
    if not matching:
        ways = " or ".join(route_words(route) for route in dates if route != "formal")
        return None, f"{reading.label}: applies only {ways} under {reading.edition}."
    route = min(matching, key=lambda name: dates[name])
    first = f"applies from {spoken(dates[route])} {route_words(route)} under {reading.edition}"
    sentences = [f"{reading.label}: {first}.", *_asides(dates, route)]
    sentences += [reading.note] if reading.note else []
    sentences += [f"Not settled: {reading.doubt}"] if reading.doubt else []
    return dates[route], " ".join(sentences)


def _matching(dates: Mapping[str, date], routes: Collection[str]) -> list[str]:
    asked = [route for route in routes if route in dates]
    transition = [route for route in asked if _PLACED_BEFORE.fullmatch(route)]
    if transition:
        return transition
    return sorted({*asked, "all"} & dates.keys())


def _asides(dates: Mapping[str, date], chosen: str) -> list[str]:
    """Say the dates that another reading or an earlier placing on the market would give."""
    return [
        f"The date {route_words(route)} is {spoken(on)}."
        for route, on in dates.items()
        if route != chosen and (route == "formal" or _PLACED_BEFORE.fullmatch(route))
    ]


def route_words(route: str) -> str:
    """Say a route in words; raise ValueError for one that does not exist."""
    if route in _ROUTE_WORDS:
        return _ROUTE_WORDS[route]
    placed = _PLACED_BEFORE.fullmatch(route)
    if placed is None:
        raise ValueError(f"There is no route '{route}' by which a provision could apply.")
    return f"for what was placed on the market before {spoken(date.fromisoformat(placed[1]))}"


def spoken(day: date) -> str:
    """Write a day as 2 December 2027."""
    return f"{day.day} {day:%B %Y}"
