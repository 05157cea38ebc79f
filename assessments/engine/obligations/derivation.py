"""Derive obligations: provision, role, regime, day and reason, from a situation and the law.

What a rule of the classification may name (Art. 4, 22, 27, 49, 50 ...) binds where it was named.
Every other duty of the catalogue binds whoever holds a role it addresses under a regime it applies
to. A paragraph stands for its points, so that nobody ticks off the same sentence twice.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assessments.engine.dates import FRAMEWORK, REGIMES, DutyDates, catalogue_dates
from assessments.engine.duties import Dating
from assessments.engine.effects import Act
from assessments.engine.obligations.conditions import CONDITIONS, NONE
from assessments.engine.situation import Situation
from controls.loading import load_edition
from controls.loading.data import EditionData, ProvisionData

DUTIES = frozenset({"duty", "procedure"})
PROHIBITION = "prohibition"
# A right of people that a deployer has to answer is a duty in all but name.
RIGHTS = frozenset({"Art. 86(1)"})
# They bind the organisation as a whole, whichever use case brings them up.
OF_THE_ORGANISATION = (
    "Art. 4",
    "Art. 16(c)",
    "Art. 17",
    "Art. 52",
    "Art. 53",
    "Art. 54",
    "Art. 55",
)
USE_CASE, ORGANISATION = "use_case", "organisation"
EVERYBODY = "all"
# The catalogue addresses providers of models with systemic risk apart; the role is one.
_SAME_ROLE = {"gpai_systemic_provider": "gpai_provider"}


@dataclass(frozen=True, slots=True)
class Obligation:
    """A provision that binds a role from a day; no day where a transition lets it wait."""

    provision: str
    role: str
    regime: str
    level: str
    applies_from: datetime.date | None
    why: str
    only_if: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Name it within a situation."""
        return self.provision, self.role


def derive(
    situation: Situation, act: Act, *, dates: DutyDates = catalogue_dates
) -> tuple[Obligation, ...]:
    """List what the law asks in a situation, in the order of the text."""
    if not situation.roles:
        return ()
    law = load_edition(FRAMEWORK, situation.edition)
    dating = _dating(situation, act, dates)
    found: dict[tuple[str, str], Obligation] = {}
    for provision, role, regimes in _binding(situation, act, law):
        made = _obligation(provision, role, regimes, situation=situation, dating=dating)
        found.setdefault(made.key, made)
    place = {item.id: item.order for item in law.provisions}
    return tuple(sorted(found.values(), key=lambda made: (place[made.provision], made.role)))


def _dating(situation: Situation, act: Act, dates: DutyDates) -> Dating:
    transitions = act.questionnaire.transitions
    return Dating(
        edition=situation.edition,
        section_b_direct=act.questionnaire.editions[situation.edition].section_b_direct,
        routes=situation.routes,
        deferral=next((item for item in transitions if item.id == situation.transition), None),
        dates=dates,
    )


type Bound = tuple[ProvisionData, str, frozenset[str]]


def _binding(situation: Situation, act: Act, law: EditionData) -> Iterator[Bound]:
    """Yield provision, role and the regimes by which it binds."""
    yield from _prohibitions(situation, law)
    for provision, role in situation.named:
        regimes = _regimes(situation)
        for item in _duties_under(law, provision):
            if role in _roles(item) and regimes & set(item.applies_to):
                yield item, role, regimes & set(item.applies_to)
    if situation.in_scope:
        yield from _by_catalogue(situation, act, law)


def _prohibitions(situation: Situation, law: EditionData) -> Iterator[Bound]:
    wanted = situation.prohibited | situation.upcoming
    for item in law.provisions:
        if item.kind != PROHIBITION or not item.exists:
            continue
        condition = CONDITIONS.get(item.id)
        if item.id in wanted or (condition and condition.holds(situation, "")):
            for role in sorted(_roles(item) & situation.roles):
                yield item, role, frozenset({"prohibited"})


def _by_catalogue(situation: Situation, act: Act, law: EditionData) -> Iterator[Bound]:
    regimes = _regimes(situation)
    direct = act.questionnaire.editions[situation.edition].section_b_direct
    for item in duties_of(law.id):
        reached = regimes & set(item.applies_to)
        if not reached or (situation.is_section_b_only and item.id not in direct):
            continue
        condition = CONDITIONS.get(item.id, NONE)
        for role in sorted(_roles(item) & situation.roles):
            if not condition.always and _may_be_named(item.id, role, act, law):
                continue
            if condition.holds(situation, role):
                yield item, role, reached


def _regimes(situation: Situation) -> frozenset[str]:
    """Name the regimes of the situation in the words of the catalogue."""
    found = {REGIMES[route] for route in situation.routes if route in REGIMES} | {EVERYBODY}
    if situation.prohibited or situation.upcoming:
        found.add("prohibited")
    if situation.derogated:
        found.add(REGIMES["derogation"])
    return frozenset(found)


def _roles(item: ProvisionData) -> frozenset[str]:
    return frozenset(_SAME_ROLE.get(role, role) for role in item.addressees)


def is_duty(item: ProvisionData) -> bool:
    """Say whether a provision of an edition obliges somebody by itself.

    The procedures of the annexes tell how Art. 43 is carried out, and oblige nobody further.
    """
    if not item.exists or item.id.startswith("Annex"):
        return False
    return item.kind in DUTIES or item.id in RIGHTS


@cache
def duties_of(edition: str) -> tuple[ProvisionData, ...]:
    """List the duties of an edition, a paragraph standing for its points."""
    law = load_edition(FRAMEWORK, edition)
    return tuple(
        item for item in law.provisions if is_duty(item) and not _has_duty_above(law, item)
    )


def parts_of(edition: str, provision: str) -> tuple[ProvisionData, ...]:
    """List the points that an obligation stands for beside its own sentence."""
    law = load_edition(FRAMEWORK, edition)
    return tuple(part for part in law.under(provision) if part.id != provision and is_duty(part))


def _has_duty_above(law: EditionData, item: ProvisionData) -> bool:
    above = item.parent
    while above is not None:
        outer = law.provision(above)
        if is_duty(outer):
            return True
        above = outer.parent
    return False


def _duties_under(law: EditionData, provision: str) -> tuple[ProvisionData, ...]:
    """List the duties that a rule means when it names a provision, be it an article."""
    if provision not in law:
        return ()
    below = {item.id for item in law.under(provision)}
    return tuple(item for item in duties_of(law.id) if item.id in below)


def _may_be_named(provision: str, role: str, act: Act, law: EditionData) -> bool:
    return (provision, role) in _nameable(act.questionnaire.digest, law.id, _named_by_rules(act))


def _named_by_rules(act: Act) -> frozenset[tuple[str, str]]:
    return frozenset(
        (duty.provision, role)
        for rule in act.rules
        for duty in rule.effect.duties
        for role in duty.addressees
    )


@cache
def _nameable(
    _questionnaire: str, edition: str, named: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    law = load_edition(FRAMEWORK, edition)
    return frozenset(
        (item.id, role) for provision, role in named for item in _duties_under(law, provision)
    )


def _obligation(
    item: ProvisionData,
    role: str,
    regimes: frozenset[str],
    *,
    situation: Situation,
    dating: Dating,
) -> Obligation:
    routes = _routes(regimes, situation)
    dated = dating.of(item.id, routes)
    return Obligation(
        provision=item.id,
        role=role,
        regime=_first_regime(item, regimes),
        level=level_of(item.id),
        applies_from=dated.applies_from,
        why=dated.why,
        only_if=CONDITIONS.get(item.id, NONE).told,
    )


def _routes(regimes: frozenset[str], situation: Situation) -> frozenset[str]:
    """Return the routes of a date: those of these regimes, and the transitions that hold."""
    transitions = situation.routes - REGIMES.keys()
    return frozenset(route for route, regime in REGIMES.items() if regime in regimes) | transitions


def _first_regime(item: ProvisionData, regimes: frozenset[str]) -> str:
    """Choose the regime that brings the earliest day; the order of REGIMES decides a tie."""
    order = [*REGIMES.values(), EVERYBODY]
    latest = datetime.date.max
    days = {regime: item.applies_from.get(route, latest) for route, regime in REGIMES.items()}
    return min(regimes, key=lambda regime: (days.get(regime, latest), order.index(regime)))


def level_of(provision: str) -> str:
    """Say whether an obligation is met for each use case or once for the organisation."""
    for outer in OF_THE_ORGANISATION:
        if provision == outer or provision.startswith(f"{outer}("):
            return ORGANISATION
    return USE_CASE
