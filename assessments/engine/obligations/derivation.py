"""Derive obligations: provision, role, regime, day and reason, from a situation and the law.

What a rule of the classification may name (Art. 4, 22, 27, 49, 50 ...) binds where it was named.
Every other duty of the catalogue binds whoever holds a role it addresses under a regime it applies
to, where its conditions hold. A paragraph stands for its points, so that nobody ticks off the same
sentence twice.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from assessments.engine.dates import FRAMEWORK, REGIMES, DutyDate, DutyDates, catalogue_dates
from assessments.engine.duties import Dating
from assessments.engine.effects import ActRules
from assessments.engine.obligations.conditions import Unsettled
from assessments.engine.obligations.declared import load_declared
from assessments.engine.obligations.details import detail
from assessments.engine.obligations.law import duties_of, duties_under, level_of, roles_of
from assessments.engine.relief import Relief
from assessments.engine.situation import Situation
from controls.frameworks.loading import load_edition
from controls.frameworks.loading.data import EditionData, ProvisionData

PROHIBITION = "prohibition"
EVERYBODY = "all"
PROHIBITED = "prohibited"


@dataclass(frozen=True, slots=True)
class DerivedObligation:
    """A provision that binds a role from a day; no day where a transition lets it wait.

    `uncertain_why` says what of it is not settled, `formal_from` gives the earlier day by the mere
    letter of the law, where there is one.
    """

    provision: str
    role: str
    regime: str
    level: str
    applies_from: datetime.date | None
    why: str
    only_if: str = ""
    relief: tuple[Relief, ...] = ()
    uncertain_why: str = ""
    formal_from: datetime.date | None = None
    # The same as `uncertain_why`, in its parts; what was stored has the sentences alone.
    unsettled: Unsettled = field(default=Unsettled(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Name it within a situation."""
        return self.provision, self.role


def derive(
    situation: Situation, act: ActRules, *, dates: DutyDates = catalogue_dates
) -> tuple[DerivedObligation, ...]:
    """List what the law asks in a situation, in the order of the text."""
    return _derived(situation, act, dates)


@lru_cache(maxsize=4_096)
def _derived(
    situation: Situation, act: ActRules, dates: DutyDates
) -> tuple[DerivedObligation, ...]:
    """Work it out; like situations share the work."""
    if not situation.roles or not situation.in_scope:
        return ()
    law = load_edition(FRAMEWORK, situation.edition)
    dating = _dating(situation, act, dates)
    found: dict[tuple[str, str], DerivedObligation] = {}
    for provision, role, regimes in _binding(situation, act, law, dating):
        made = _obligation(provision, role, regimes, situation=situation, dating=dating)
        found.setdefault(made.key, made)
    place = {item.id: item.order for item in law.provisions}
    return tuple(sorted(found.values(), key=lambda made: (place[made.provision], made.role)))


def _dating(situation: Situation, act: ActRules, dates: DutyDates) -> Dating:
    transitions = {item.id: item for item in act.transitions}
    return Dating(
        edition=situation.edition,
        section_b_direct=act.section_b_direct[situation.edition],
        routes=situation.routes,
        deferral=transitions.get(situation.transition),
        earlier=transitions.get(situation.earlier),
        dates=dates,
    )


type Bound = tuple[ProvisionData, str, frozenset[str]]


def _binding(
    situation: Situation, act: ActRules, law: EditionData, dating: Dating
) -> Iterator[Bound]:
    """Yield provision, role and the regimes by which it binds."""
    yield from _prohibitions(situation, law)
    # What a rule names of Art. 5 binds the use that the ban leaves open, where no ban is found.
    regimes = _regimes(situation)
    for provision, role in situation.named:
        for item in duties_under(law, provision):
            reached = _reached(item, role, regimes | {PROHIBITED}, dating)
            if role in roles_of(item) and reached:
                yield item, role, reached
    yield from _by_catalogue(situation, act, law, dating)


def _prohibitions(situation: Situation, law: EditionData) -> Iterator[Bound]:
    wanted = situation.prohibited | situation.upcoming
    for item in law.provisions:
        if item.kind != PROHIBITION or not item.exists:
            continue
        for role in sorted(roles_of(item) & situation.roles):
            if _is_banned(item.id, role, wanted, situation):
                yield item, role, frozenset({PROHIBITED})


def _is_banned(provision: str, role: str, wanted: frozenset[str], situation: Situation) -> bool:
    """Say whether a ban binds a role: it was found, or belongs to one that was."""
    condition = load_declared().condition_in(provision, role, situation)
    if condition is None:
        return provision in wanted and not load_declared().of(provision, role)
    return provision in wanted or bool(condition.prohibited)


def _by_catalogue(
    situation: Situation, act: ActRules, law: EditionData, dating: Dating
) -> Iterator[Bound]:
    regimes = _regimes(situation)
    direct = act.section_b_direct[situation.edition]
    for item in duties_of(law.id):
        if situation.is_section_b_only and item.id not in direct:
            continue
        for role in sorted(roles_of(item) & situation.roles):
            reached = _reached(item, role, regimes, dating)
            conditions = load_declared().of(item.id, role)
            always = any(condition.always for condition in conditions)
            if not reached or (not always and _may_be_named(item.id, role, act, law)):
                continue
            if not conditions or load_declared().condition_in(item.id, role, situation):
                yield item, role, reached


def _reached(
    item: ProvisionData, role: str, regimes: frozenset[str], dating: Dating
) -> frozenset[str]:
    """Name the regimes by which a duty binds; until it is done, a use may be banned for want of it.

    Then it binds whether or not that ban was found.
    """
    reached = regimes & frozenset(item.applies_to)
    if not reached and dating.is_earlier(item.id, role):
        return frozenset({PROHIBITED})
    return reached


def _regimes(situation: Situation) -> frozenset[str]:
    """Name the regimes of the situation in the words of the catalogue."""
    found = {REGIMES[route] for route in situation.routes if route in REGIMES} | {EVERYBODY}
    if situation.prohibited or situation.upcoming:
        found.add(PROHIBITED)
    if situation.derogated:
        found.add(REGIMES["derogation"])
    return frozenset(found)


def _may_be_named(provision: str, role: str, act: ActRules, law: EditionData) -> bool:
    return (provision, role) in _nameable(act.questionnaire.digest, law.id, _named_by_rules(act))


def _named_by_rules(act: ActRules) -> frozenset[tuple[str, str]]:
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
        (item.id, role) for provision, role in named for item in duties_under(law, provision)
    )


def _obligation(
    item: ProvisionData,
    role: str,
    regimes: frozenset[str],
    *,
    situation: Situation,
    dating: Dating,
) -> DerivedObligation:
    routes = _routes(regimes, situation)
    condition = load_declared().condition_in(item.id, role, situation)
    through = condition.through if condition else ""
    dated = dating.of(through or item.id, role, routes)
    details = detail(item, role, situation, applies_from=dated.applies_from)
    return DerivedObligation(
        provision=item.id,
        role=role,
        regime=_first_regime(item, regimes),
        level=level_of(item.id),
        applies_from=dated.applies_from,
        why=dated.why,
        only_if=_condition(details.only_if, dated, dating),
        relief=details.relief,
        uncertain_why=details.unsettled.told,
        formal_from=details.formal_before(dated.applies_from),
        unsettled=details.unsettled,
    )


def _condition(own: str, dated: DutyDate, dating: Dating) -> str:
    """Join the condition of a duty with that of the transition under which its day stands."""
    waits = dating.deferral.only_if if dating.deferral and dating.is_deferred(dated) else ""
    return " ".join(filter(None, (own, waits)))


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
