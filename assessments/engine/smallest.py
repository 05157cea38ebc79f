"""The smallest changes of answers that add or remove a finding, the most telling first."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from assessments.engine.duties import OUT_OF_SCOPE, roles_held
from assessments.engine.effects import ActRule, ActRules, load_act
from assessments.engine.findings import EVERY_USE, Findings, choose, find
from assessments.questionnaires.engine.answers import accept, as_json, choose_edition, fill
from assessments.questionnaires.engine.expressions import Has, Is, Value, leaves
from assessments.questionnaires.engine.questionnaire import NONE, UNSURE, OutcomeRule, Question
from assessments.questionnaires.engine.ways import OpenAnswers, Way, ways

MOST = 12
# So many ways are told to one effect: more would bury the others.
WAYS = 3
GRAVITY = (
    "prohibited",
    "high_risk",
    "not_high_risk_documented",
    "transparency",
    "model_only",
    "minimal",
    "out_of_scope",
)
TAKEN_OUT = "not_high_risk_documented"
# Not another answer about this system, but another thing that is classified.
ANOTHER_MATTER = frozenset({OUT_OF_SCOPE, "model_only"})

# A finding: what sort it is (ground, prohibited, transparency, role, upcoming), and its name.
type Finding = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """One other answer to one question."""

    question: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Other answers, as few as do it, and what would be different with them."""

    steps: tuple[AnswerStep, ...]
    outcome: str
    gained: frozenset[Finding]
    lost: frozenset[Finding]

    def as_json(self) -> dict[str, object]:
        return {
            "steps": [
                {"question": s.question, "from": as_json(s.before), "to": as_json(s.after)}
                for s in self.steps
            ],
            "class": self.outcome,
            "gained": sorted([kind, name] for kind, name in self.gained),
            "lost": sorted([kind, name] for kind, name in self.lost),
        }


class _AnswerTrials:
    """Try other answers against one answer sheet."""

    def __init__(self, act: ActRules, raw: object, *, edition: str, on: datetime.date) -> None:
        questionnaire = act.questionnaire
        self.act, self.on = act, on
        self.answers = choose_edition(questionnaire, accept(questionnaire, raw), edition)
        self.fixed = frozenset(questionnaire.editions[edition].answers)
        self.sheet = fill(questionnaire, self.answers)
        self.base = find(act, self.sheet, on=on)
        found = choose(act, self.base)
        self.outcome, self.named = found.name, _named(self.base, found)
        self.order = {each.id: place for place, each in enumerate(questionnaire.questions)}

    def steps(self, questions: Iterable[str]) -> Iterator[AnswerStep]:
        """Yield every other answer to questions that are shown and not settled by the edition."""
        seen = set()
        for name in questions:
            if name in self.fixed or name not in self.sheet.visible:
                continue
            now = self.sheet.effective[name]
            for value in _alternatives(self.act.questionnaire.by_id[name], now):
                if (name, value) not in seen:
                    seen.add((name, value))
                    yield AnswerStep(name, now, value)

    def tried(self, *steps: AnswerStep) -> Counterfactual | None:
        """Return what these answers would change; nothing where they change nothing told."""
        changed = {**self.answers, **{step.question: step.after for step in steps}}
        sheet = fill(self.act.questionnaire, changed)
        if any(step.question not in sheet.visible for step in steps):
            return None
        other = find(self.act, sheet, on=self.on)
        outcome = choose(self.act, other)
        named = _named(other, outcome)
        differing = named ^ self.named
        if outcome.name == self.outcome == OUT_OF_SCOPE:
            # Nobody owes anything for a system outside the scope.
            differing = frozenset((kind, name) for kind, name in differing if kind == "role")
        if outcome.name == self.outcome and not differing:
            return None
        return Counterfactual(steps, outcome.name, differing & named, differing & self.named)

    def told(self, way: Way) -> Counterfactual | None:
        """Return what a set of answers would change, in the order of asking."""
        names = sorted(way, key=lambda name: self.order[name])
        return self.tried(
            *(AnswerStep(name, self.sheet.effective[name], way[name]) for name in names)
        )

    def hides(self, one: Counterfactual, question: str) -> bool:
        """Say whether a change would take a question off the page."""
        changed = {**self.answers, **{step.question: step.after for step in one.steps}}
        return question not in fill(self.act.questionnaire, changed).visible


def smallest(
    raw: object,
    *,
    edition: str,
    on: datetime.date,
    act: ActRules | None = None,
    most: int = MOST,
) -> tuple[Counterfactual, ...]:
    """Return the smallest changes that matter: single answers first, pairs where no single does.

    Into an exception the way is told however many answers it takes. What leads to a milder class
    comes first, then what takes a finding away, then what makes the class graver, then further
    findings, then roles; what leaves the scope of the law comes last. No more than `most` are
    given, and no more than three with the same effect. Of the ways to a ban only the nearest are
    told: those of which most was said already.
    """
    trial = _AnswerTrials(act or load_act(), raw, edition=edition, on=on)
    singles = [one for step in trial.steps(trial.order) if (one := trial.tried(step))]
    found = [one for one in singles if not _is_shadow(trial, one, singles)]
    found += _pairs(trial, singles)
    found += _exceptions(trial, found)
    found = _without_far_bans(trial, found)
    found.sort(key=lambda one: _rank(trial, one))
    return tuple(_few(found))[:most]


def _named(findings: Findings, outcome: OutcomeRule) -> frozenset[Finding]:
    later = [item.act_rule.effect.prohibited for item in findings.upcoming]
    sorts: Mapping[str, Iterable[str]] = {
        "ground": findings.grounds,
        "prohibited": findings.prohibited,
        "transparency": findings.transparency,
        "role": roles_held(findings, outcome),
        "upcoming": [name for name in later if name],
    }
    return frozenset((kind, name) for kind, names in sorts.items() for name in names)


def _effect(one: Counterfactual) -> tuple[str, frozenset[Finding], frozenset[Finding]]:
    return one.outcome, one.gained, one.lost


def _is_shadow(trial: _AnswerTrials, one: Counterfactual, singles: list[Counterfactual]) -> bool:
    """Say whether a question below this one does the same: that answer is the more exact one."""
    return any(
        _effect(other) == _effect(one) and trial.hides(one, other.steps[0].question)
        for other in singles
        if other.steps[0].question != one.steps[0].question
    )


def _without_far_bans(trial: _AnswerTrials, found: list[Counterfactual]) -> list[Counterfactual]:
    """Leave out bans of which nothing was said yet, and those farther off than others.

    Any use could become any ban by a first step; told is what is near to this one.
    """
    near = {one: _nearness(trial, one) for one in found if _bans(one)}
    nearest = max(near.values(), default=0)
    return [one for one in found if one not in near or 0 < near[one] == nearest]


def _bans(one: Counterfactual) -> frozenset[str]:
    return frozenset(name for kind, name in one.gained if kind in {"prohibited", "upcoming"})


def _nearness(trial: _AnswerTrials, one: Counterfactual) -> int:
    """Count the answers given so far that a ban which a change would bring asks for."""
    wanted = _bans(one)
    rules = [rule for rule in trial.act.rules if rule.effect.prohibited in wanted]
    return max((len(_said(trial, rule)) for rule in rules), default=0)


def _said(trial: _AnswerTrials, rule: ActRule) -> set[str]:
    return {
        leaf.question
        for leaf in leaves(rule.rule.when, under_not=False)
        if isinstance(leaf, Is | Has)
        and leaf.question in trial.sheet.visible & trial.sheet.given.keys()
        and leaf.holds(trial.base.facts)
    }


def _pairs(trial: _AnswerTrials, singles: list[Counterfactual]) -> Iterator[Counterfactual]:
    """Yield pairs of answers that do what neither of them does alone.

    Tried are the exceptions that would take a present ground out, and the rules behind findings
    that no single answer removes.
    """
    alone = {_effect(one) for one in singles}
    removable = frozenset().union(*(one.lost for one in singles)) if singles else frozenset()
    left = {name for _kind, name in trial.named - removable}
    questions = _asked_by(rule for rule in trial.act.rules if _concerns(trial, rule, left))
    steps = list(trial.steps(sorted(questions, key=lambda name: trial.order[name])))
    for first, second in combinations(steps, 2):
        if first.question == second.question:
            continue
        both = trial.tried(first, second)
        if both and both.lost and _effect(both) not in alone and _adds(both, first, second, trial):
            alone.add(_effect(both))
            yield both


def _exceptions(trial: _AnswerTrials, found: Sequence[Counterfactual]) -> Iterator[Counterfactual]:
    """Yield the shortest way into each exception that neither one answer nor two open."""
    if any(one.outcome == TAKEN_OUT for one in found):
        return
    free = trial.sheet.visible - trial.fixed
    settling = OpenAnswers(trial.act.questionnaire, trial.answers, trial.sheet, free)
    for act_rule in trial.act.rules:
        effect = act_rule.effect
        if effect.derogates and _concerns(trial, act_rule, set()):
            among = trial.base.asks_which(effect)
            every: Way = {among: (EVERY_USE,)} if among else {}
            told = [trial.told({**way, **every}) for way in ways(act_rule.rule.when, settling)]
            yield from sorted(filter(None, told), key=lambda one: len(one.steps))[:1]


def _adds(
    both: Counterfactual, first: AnswerStep, second: AnswerStep, trial: _AnswerTrials
) -> bool:
    """Say whether the pair loses something that its answers by themselves do not lose."""
    apart = [one.lost for one in (trial.tried(first), trial.tried(second)) if one]
    return bool(both.lost - frozenset().union(*apart))


def _concerns(trial: _AnswerTrials, rule: ActRule, left: set[str]) -> bool:
    effect = rule.effect
    if effect.derogates:
        return effect.derogates in trial.base.routes.values() and bool(trial.base.grounds)
    return bool(left & {effect.ground, effect.prohibited, effect.transparency, effect.role})


def _asked_by(rules: Iterable[ActRule]) -> set[str]:
    return {
        leaf.question
        for rule in rules
        for leaf in leaves(rule.rule.when)
        if isinstance(leaf, Is | Has)
    }


def _rank(trial: _AnswerTrials, one: Counterfactual) -> tuple[int, int, int]:
    milder = GRAVITY.index(one.outcome) - GRAVITY.index(trial.outcome)
    sorts = {kind for kind, _name in one.gained | one.lost}
    if one.outcome in ANOTHER_MATTER and one.outcome != trial.outcome:
        group = 5
    elif milder == 0 and sorts == {"role"}:
        group = 4
    elif milder > 0:
        group = 0
    elif one.lost:
        group = 1
    else:
        group = 2 if milder < 0 else 3
    return group, len(one.steps), trial.order[one.steps[0].question]


def _few(found: Iterable[Counterfactual]) -> Iterator[Counterfactual]:
    """Leave out further ways to the same end once enough are told."""
    told: Counter[tuple[str, frozenset[Finding], frozenset[Finding]]] = Counter()
    for one in found:
        told[_effect(one)] += 1
        if told[_effect(one)] <= WAYS:
            yield one


def _alternatives(question: Question, now: Value) -> Iterator[Value]:
    """Give the other answers: for a multiple choice, one more or one fewer ticked."""
    if isinstance(now, str):
        yield from (value for value in question.values if value not in (now, UNSURE))
        return
    for value in question.values:
        if value == UNSURE:
            continue
        if value == NONE:
            ticked: set[str] = {NONE} if now != (NONE,) else set()
        else:
            ticked = (set(now) ^ {value}) - {UNSURE}
            ticked = ticked - {NONE} if len(ticked) > 1 else ticked
        other = tuple(name for name in question.values if name in ticked) or (
            (NONE,) if NONE in question.values else ()
        )
        if other and other != now:
            yield other
