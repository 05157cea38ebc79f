"""Run the rules of the AI Act classification over answers and collect what they bring about."""

import datetime
from dataclasses import dataclass, field

from assessments.engine.answers import Sheet
from assessments.engine.effects import Act, ActRule, Effect, NamedDuty
from assessments.engine.expressions import NOTHING, Evidence, Facts
from assessments.engine.loading import QuestionnaireError
from assessments.engine.questionnaire import Outcome, Rule

NO_GPAI = "none"
# gpai_open replaces gpai: it is the same status with the relief for open source.
STRENGTH = {NO_GPAI: 0, "gpai": 1, "gpai_open": 1, "gpai_systemic": 2}
GPAI_CLOSED = frozenset({"gpai", "gpai_systemic"})


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that held, with the questions whose answers made it hold."""

    act_rule: ActRule
    because: Evidence
    removed: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """Give the rule itself."""
        return self.act_rule.rule


@dataclass(slots=True)
class Findings:
    """Collect, rule by rule; the dictionaries name the questions each finding rests on."""

    sheet: Sheet
    in_scope: bool = True
    flags: dict[str, Evidence] = field(default_factory=dict)
    roles: dict[str, Evidence] = field(default_factory=dict)
    grounds: dict[str, Evidence] = field(default_factory=dict)
    prohibited: dict[str, Evidence] = field(default_factory=dict)
    transparency: dict[str, Evidence] = field(default_factory=dict)
    derogated: dict[str, Evidence] = field(default_factory=dict)
    routes: dict[str, str] = field(default_factory=dict)
    gpai: str = NO_GPAI
    gpai_because: Evidence = NOTHING
    removed_roles: set[str] = field(default_factory=set)
    duties: list[tuple[NamedDuty, Rule]] = field(default_factory=list)
    fired: list[Fired] = field(default_factory=list)
    upcoming: list[Fired] = field(default_factory=list)
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        """Let conditions see the dictionaries themselves: each rule sees what came before it."""
        self.facts = Facts(self.sheet.effective, self.flags, self.roles, self.grounds)
        work_out_flags(self)


def find(act: Act, sheet: Sheet, *, on: datetime.date) -> Findings:
    """Work the rules in file order.

    A rule dated after the test date is collected as upcoming and touches nothing else.
    """
    findings = Findings(sheet)
    for act_rule in act.rules:
        rule = act_rule.rule
        if not rule.when.holds(findings.facts):
            continue
        because = rule.when.evidence(findings.facts)
        if rule.applies_from is not None and on < rule.applies_from:
            findings.upcoming.append(Fired(act_rule, because))
            continue
        removed = _apply(findings, act_rule, because)
        findings.fired.append(Fired(act_rule, because, removed))
        work_out_flags(findings)
    return findings


def choose(act: Act, findings: Findings) -> Outcome:
    """Choose the one class of the system: the first outcome that holds."""
    for outcome in act.questionnaire.outcomes:
        if outcome.when is None or outcome.when.holds(findings.facts):
            return outcome
    raise QuestionnaireError("No outcome holds; the last one must have no condition.")


def _apply(findings: Findings, act_rule: ActRule, because: Evidence) -> tuple[str, ...]:
    """Add one rule's effect; return the grounds it removed."""
    effect = act_rule.effect
    findings.in_scope = findings.in_scope and not effect.leaves_scope
    if effect.prohibited:
        findings.prohibited[effect.prohibited] = because
    if effect.transparency:
        findings.transparency[effect.transparency] = because
    if effect.ground:
        findings.grounds[effect.ground] = because
        findings.routes[effect.ground] = effect.route
    _apply_gpai(findings, effect, because)
    _apply_roles(findings, effect, because)
    findings.duties = [
        (duty, rule) for duty, rule in findings.duties if duty.provision not in effect.relieves
    ]
    findings.duties.extend((duty, act_rule.rule) for duty in effect.duties)
    return _derogate(findings, effect, because)


def _apply_gpai(findings: Findings, effect: Effect, because: Evidence) -> None:
    if effect.gpai and STRENGTH[effect.gpai] >= STRENGTH[findings.gpai]:
        findings.gpai, findings.gpai_because = effect.gpai, because


def _apply_roles(findings: Findings, effect: Effect, because: Evidence) -> None:
    """Add or remove a role; one that was removed does not come back by a later rule."""
    if effect.removed_role:
        findings.removed_roles.add(effect.removed_role)
        findings.roles.pop(effect.removed_role, None)
    if effect.role and effect.role not in findings.removed_roles:
        # Several rules may give one role; the first one carries it.
        findings.roles.setdefault(effect.role, because)


def _derogate(findings: Findings, effect: Effect, because: Evidence) -> tuple[str, ...]:
    removed = [name for name in findings.grounds if findings.routes[name] == effect.derogates]
    for name in removed:
        del findings.grounds[name]
        findings.derogated[name] = because
    return tuple(sorted(removed))


def work_out_flags(findings: Findings) -> None:
    """Work all flags out again from what is left, so that a derogation takes its flags along."""
    flags = findings.flags
    flags.clear()
    for ground, because in findings.grounds.items():
        for flag in (findings.routes[ground], "high_risk"):
            flags[flag] = flags.get(flag, NOTHING) | because
    for name, found in (
        ("prohibited", findings.prohibited),
        ("transparency", findings.transparency),
        ("derogated", findings.derogated),
    ):
        if found:
            flags[name] = NOTHING.union(*found.values())
    if findings.in_scope:
        flags["in_scope"] = NOTHING
    if findings.gpai != NO_GPAI:
        flags["gpai"] = findings.gpai_because
    if findings.gpai in GPAI_CLOSED:
        flags["gpai_closed"] = findings.gpai_because
