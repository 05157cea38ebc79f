"""Run the rules of the AI Act classification over answers and collect what they bring about."""

import datetime
from dataclasses import dataclass, field

from assessments.engine.effects import ActRule, ActRules, Effect, NamedDuty
from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.expressions import NOTHING, ConditionFacts, Evidence
from assessments.questionnaires.engine.loading import QuestionnaireError
from assessments.questionnaires.engine.questionnaire import UNSURE, OutcomeRule, Rule, is_unsure

NO_GPAI = "none"
# gpai_open replaces gpai: it is the same status with the relief for open source.
STRENGTH = {NO_GPAI: 0, "gpai": 1, "gpai_open": 1, "gpai_systemic": 2}
GPAI_CLOSED = frozenset({"gpai", "gpai_systemic"})
# The answer to "for which uses?" that stands for all of them; the others name a ground each.
EVERY_USE = "all"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that held, with the questions whose answers made it hold."""

    act_rule: ActRule
    because: Evidence
    removed: tuple[str, ...] = ()
    # The question that narrows what it does, where there was something to narrow.
    narrowed_by: str = ""

    @property
    def rule(self) -> Rule:
        """Give the rule itself."""
        return self.act_rule.rule

    @property
    def rests_on(self) -> Evidence:
        """Name the questions it rests on, with the one that narrows what it does."""
        return self.because | ({self.narrowed_by} - {""})


@dataclass(slots=True)
class Findings:
    """Collect, rule by rule; the dictionaries name the questions each finding rests on."""

    sheet: AnswerSheet
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
    facts: ConditionFacts = field(init=False)

    @property
    def model_in_scope(self) -> bool:
        """Say whether the duties of a model count, which may stay where its system is outside.

        Art. 2(3) and 2(8) take out a system; the model beside it has its own questions (whether it
        is offered in the EU, whether it has left the laboratory). A changed model stands beside
        every system that was built on it.
        """
        return self.in_scope or self.sheet.effective.get("S1") != "model"

    def has_several(self, exception: Effect) -> bool:
        """Say whether an exception finds more than one use to take out: then it is asked which."""
        return list(self.routes.values()).count(exception.derogates) > 1

    def narrowing(self, exception: Effect) -> str:
        """Name the question for which uses an exception is meant; none where nobody has to say."""
        is_moot = self.sheet.effective.get(exception.among) == (UNSURE,)
        return "" if is_moot and not self.has_several(exception) else exception.among

    def asks_which(self, exception: Effect) -> str:
        """Name the question for which of several uses an exception is meant, where that is open."""
        is_open = is_unsure(self.sheet.effective.get(exception.among))
        return exception.among if is_open and self.has_several(exception) else ""

    def __post_init__(self) -> None:
        """Let conditions see the dictionaries themselves: each rule sees what came before it."""
        self.facts = ConditionFacts(
            self.sheet.effective, self.flags, self.roles, self.grounds, self.sheet.said
        )
        work_out_flags(self)


def find(act: ActRules, sheet: AnswerSheet, *, on: datetime.date, without: str = "") -> Findings:
    """Work the rules in file order, but for one where its reading of the law is left out.

    A rule dated after the test date is collected as upcoming and touches nothing else.
    """
    findings = Findings(sheet)
    for act_rule in act.rules:
        rule = act_rule.rule
        if rule.id == without or not rule.when.holds(findings.facts):
            continue
        because = rule.when.evidence(findings.facts)
        if rule.applies_from is not None and on < rule.applies_from:
            findings.upcoming.append(Fired(act_rule, because))
            continue
        removed = _apply(findings, act_rule, because)
        among = findings.narrowing(act_rule.effect)
        findings.fired.append(Fired(act_rule, because, removed, among))
        work_out_flags(findings)
    return findings


def choose(act: ActRules, findings: Findings, *, skipping: int = 0) -> OutcomeRule:
    """Choose the one class of the system: the first outcome that holds and is not skipped."""
    for outcome in act.questionnaire.outcomes:
        if outcome.order == skipping:
            continue
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
    removed = _derogate(findings, effect, because)
    # Art. 6(4) and 49(2) are for what left the list: not while another use keeps it there.
    if not effect.derogates or effect.derogates not in _routes_left(findings):
        findings.duties.extend((duty, act_rule.rule) for duty in effect.duties)
    return removed


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
    listed = [name for name in findings.grounds if findings.routes[name] == effect.derogates]
    ticked = findings.sheet.effective[effect.among] if effect.among else (EVERY_USE,)
    # What was said of a system with one listed use is said of that use.
    every = EVERY_USE in ticked or not findings.narrowing(effect)
    removed = [name for name in listed if every or name in ticked]
    for name in removed:
        del findings.grounds[name]
        findings.derogated[name] = because
    return tuple(sorted(removed))


def _routes_left(findings: Findings) -> set[str]:
    return {findings.routes[name] for name in findings.grounds}


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
