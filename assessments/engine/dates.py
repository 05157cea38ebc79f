"""From when a duty applies: the question put to the law's editions, and its answer."""

import datetime
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from controls.frameworks.loading import EditionData, load_edition

FRAMEWORK = "eu-ai-act"
EDITIONS = ("2024-1689", "2026-1744")
# What a provision may be limited to, by the ways in which a system or model comes under the law.
REGIMES = {
    "prohibited": "prohibited",
    "annex_i": "high_risk_annex_i",
    "annex_iii": "high_risk_annex_iii",
    "derogation": "annex_iii_not_high_risk",
    "transparency": "transparency",
    "gpai": "gpai",
    "gpai_systemic": "gpai_systemic_risk",
}
WORDS = {
    "high_risk_annex_i": "high-risk systems through Annex I",
    "high_risk_annex_iii": "high-risk systems through Annex III",
    "annex_iii_not_high_risk": "systems that Art. 6(3) takes out of Annex III",
    "transparency": "systems with a transparency duty",
    "gpai": "general-purpose AI models",
    "gpai_systemic_risk": "general-purpose AI models with systemic risk",
    "prohibited": "prohibited practices",
}


@dataclass(frozen=True, slots=True)
class DutyDate:
    """A date and why it is this one; no date where the provision does not reach this case.

    `by_route` tells a date of the high-risk routes, which a transition may defer, from the rest.
    """

    applies_from: datetime.date | None
    why: str
    by_route: frozenset[str] = frozenset()


class DutyDates(Hashable, Protocol):
    """Know from when a provision applies in an edition, by the routes that lead to it."""

    def __call__(self, provision: str, edition: str, routes: Collection[str]) -> DutyDate:
        """Give the date; the id of an article stands for all its paragraphs, the earliest counts.

        Routes are the keys of REGIMES and the transitions `placed_before_<date>`.
        """
        ...


@dataclass(frozen=True, slots=True)
class ByAnnexI:
    """Give the day by Annex I where it and Annex III both lead to a provision."""

    dates: DutyDates

    def __call__(self, provision: str, edition: str, routes: Collection[str]) -> DutyDate:
        """Give the day without the route of Annex III, if there is one."""
        ways = frozenset(routes)
        by_annex_i = self.dates(provision, edition, ways - {"annex_iii"})
        return by_annex_i if by_annex_i.by_route else self.dates(provision, edition, ways)


def catalogue_dates(provision: str, edition: str, routes: Collection[str]) -> DutyDate:
    """Look a date up in the catalogue's edition of the AI Act."""
    return _looked_up(provision, edition, frozenset(routes))


@cache
def _looked_up(provision: str, edition: str, routes: frozenset[str]) -> DutyDate:
    law = load_edition(FRAMEWORK, edition)
    if provision not in law:
        return DutyDate(None, f"{law.title} has no {provision}.")
    limits = _limits(law, provision)
    if "all" not in limits and limits.isdisjoint(REGIMES.get(route, "") for route in routes):
        told = " and ".join(sorted(WORDS.get(limit, limit) for limit in limits))
        return DutyDate(None, f"{provision} concerns only {told}; this is none.")
    ways = {"annex_iii" if route == "derogation" else route for route in routes}
    applies_from, why = law.applies_from(provision, sorted(ways - (REGIMES.keys() - _DATED)))
    return DutyDate(applies_from, why, _dated_by(law, provision) & ways)


_DATED = frozenset({"annex_i", "annex_iii"})


def _limits(law: EditionData, provision: str) -> frozenset[str]:
    return frozenset(
        limit for part in law.under(provision) if part.exists for limit in part.applies_to
    )


def _dated_by(law: EditionData, provision: str) -> frozenset[str]:
    routes = (part.applies_from.keys() for part in law.under(provision))
    return _DATED.intersection(frozenset().union(*routes))
