"""What nobody has answered yet and could make the class graver; pure.

An open answer counts by its default, so that a sheet can be read at all. But a default is no
finding: as long as another answer could bring a ban, a high-risk ground or a transparency case,
close the exception of Art. 6(3) or lead back into the scope, the class rests on a silence.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.engine.changes import gathered
from assessments.engine.effects import ActRule, ActRules
from assessments.engine.findings import Findings, choose, find
from assessments.engine.smallest import GRAVITY
from assessments.questionnaires.engine.answers import AnswerSheet, fill
from assessments.questionnaires.engine.expressions import Not
from assessments.questionnaires.engine.ways import AS_IT_IS, OpenAnswers, Way, ways

# So many sets of answers are tried at most; an empty sheet needs about forty.
MOST = 150


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """Questions without an answer, the graver class that they decide, and by what.

    A ban that begins after the day of the result names the day from which it binds.
    """

    outcome: str
    by: tuple[str, ...]
    questions: tuple[str, ...]
    applies_from: datetime.date | None = None

    def as_json(self) -> dict[str, object]:
        day = self.applies_from.isoformat() if self.applies_from else None
        return {
            "class": self.outcome,
            "by": list(self.by),
            "from": day,
            "questions": list(self.questions),
        }


# A class, the day from which a ban to come binds, and what brings it about.
type _Graver = tuple[str, datetime.date | None, frozenset[str]]
type _Asked = frozenset[str]


def unanswered(
    act: ActRules, sheet: AnswerSheet, *, on: datetime.date
) -> tuple[OpenQuestions, ...]:
    """List what is shown, has no answer and could make the class graver, the gravest first.

    What has no answer is tried together with what is "not sure" and with what it would open up.
    """
    silent = frozenset(sheet.visible - sheet.given.keys())
    if not silent:
        return ()
    gathered: dict[tuple[str, datetime.date | None, tuple[str, ...]], set[str]] = defaultdict(set)
    for questions, (outcome, day, by) in _Trials(act, sheet, on, silent).found():
        asked = tuple(each.id for each in act.questionnaire.questions if each.id in questions)
        gathered[outcome, day, asked] |= by
    found = [
        OpenQuestions(outcome, _named(by), asked, day)
        for (outcome, day, asked), by in gathered.items()
    ]
    return tuple(sorted(found, key=lambda each: GRAVITY.index(each.outcome)))


def _named(by: Iterable[str]) -> tuple[str, ...]:
    """Name what leads to a class; a list instead of its many points."""
    return tuple(
        sorted(name for _sort, name in gathered(frozenset(("ground", name) for name in by)))
    )


class _Trials:
    """Try other answers than the defaults on one sheet."""

    def __init__(
        self, act: ActRules, sheet: AnswerSheet, on: datetime.date, silent: _Asked
    ) -> None:
        self.act, self.on, self.silent = act, on, silent
        self.given = {name: each for name, each in sheet.given.items() if name in sheet.visible}
        self.base = find(act, sheet, on=on)
        self.count = 0
        self.confirmed: set[tuple[str, _Asked]] = set()

    def found(self) -> Iterator[tuple[_Asked, _Graver]]:
        """Yield the silent questions of each way to a graver class, with that class."""
        back = self._into_scope()
        if back is None:
            return
        base = self._read(back)
        if self._is_graver(base, self.base):
            name = self._class(base)
            yield self.silent.intersection(back), (name, None, frozenset(_by(base, name)))
        settling = self._settling(back)
        for act_rule in self.act.rules:
            yield from self._by_rule(act_rule, base, settling, back)

    def _into_scope(self) -> Way | None:
        """Return what leads back into the scope: nothing where the sheet is in it already."""
        back: Way = AS_IT_IS
        for each in self.base.fired:
            if each.act_rule.effect.leaves_scope:
                found = ways(Not(each.rule.when), self._settling(back))
                if not found:
                    return None
                back = {**back, **found[0]}
        return back

    def _by_rule(
        self, act_rule: ActRule, base: Findings, settling: OpenAnswers, back: Way
    ) -> Iterator[tuple[_Asked, _Graver]]:
        graver = self._would_be(act_rule, base)
        if graver is None:
            return
        rule = act_rule.rule
        condition = Not(rule.when) if act_rule.effect.derogates else rule.when
        by_questions: dict[_Asked, list[Way]] = defaultdict(list)
        for way in ways(condition, settling):
            whole = {**back, **way}
            asked = self.silent.intersection(whole)
            # What the class asks of us is told by what decides it alone.
            if asked and (_of_class(act_rule) or len(asked) == 1):
                by_questions[asked].append(whole)
        shortest: list[_Asked] = []
        for asked in sorted(by_questions, key=len):
            if any(shorter < asked for shorter in shortest):
                continue
            if self._confirms(act_rule, graver[0], asked, by_questions[asked]):
                shortest.append(asked)
                yield asked, graver

    def _confirms(
        self, act_rule: ActRule, outcome: str, asked: _Asked, some: Sequence[Way]
    ) -> bool:
        """Say whether a way leads to the class; what led there once is not tried again."""
        if (outcome, asked) not in self.confirmed:
            if not any(self._leads(act_rule, outcome, way) for way in some):
                return False
            self.confirmed.add((outcome, asked))
        return True

    def _leads(self, act_rule: ActRule, outcome: str, way: Way) -> bool:
        if self.count >= MOST:
            return False
        other = self._read(way)
        if not other.in_scope and not _of_model(act_rule):
            return False
        if any(each.act_rule is act_rule for each in other.upcoming):
            return True
        if not _of_class(act_rule):
            return _binds(act_rule, other)
        return self._class(other) == outcome

    def _would_be(self, act_rule: ActRule, base: Findings) -> _Graver | None:
        """Name the graver class that a rule would bring, or what it would add to this one."""
        now = self._class(base)
        if not _of_class(act_rule):
            return None if _binds(act_rule, base) else _added(act_rule, now)
        graver = _class_by(act_rule, base, self.on)
        # A model alone has no other class, whatever a system would be.
        if graver is None or now == "model_only":
            return None
        return graver if GRAVITY.index(graver[0]) < GRAVITY.index(now) else None

    def _is_graver(self, one: Findings, other: Findings) -> bool:
        return GRAVITY.index(self._class(one)) < GRAVITY.index(self._class(other))

    def _class(self, findings: Findings) -> str:
        return choose(self.act, findings).name

    def _settling(self, way: Way) -> OpenAnswers:
        answers = {**self.given, **way}
        sheet = fill(self.act.questionnaire, answers)
        return OpenAnswers(self.act.questionnaire, answers, sheet, sheet.visible - answers.keys())

    def _read(self, way: Way) -> Findings:
        self.count += 1
        sheet = fill(self.act.questionnaire, {**self.given, **way})
        return find(self.act, sheet, on=self.on)


def _of_class(act_rule: ActRule) -> bool:
    """Say whether a rule may decide the class; the others decide whose duties there are."""
    effect = act_rule.effect
    return bool(effect.prohibited or effect.ground or effect.transparency or effect.derogates)


def _of_model(act_rule: ActRule) -> bool:
    """Say whether a rule is about the model, which may be reached where its system is not."""
    return bool(act_rule.effect.gpai) or act_rule.effect.role == "gpai_provider"


def _added(act_rule: ActRule, outcome: str) -> _Graver | None:
    """Name the role or the status of a model that a rule adds; beside high risk also its duties.

    Below that a duty follows from a role or a class that is told itself.
    """
    effect = act_rule.effect
    named = {name for name in (effect.role, effect.gpai) if name}
    if not named and outcome == "high_risk":
        named = {duty.provision for duty in effect.duties}
    return (outcome, None, frozenset(named)) if named else None


def _binds(act_rule: ActRule, findings: Findings) -> bool:
    """Say whether a rule holds and what it adds is ours."""
    effect = act_rule.effect
    if effect.role:
        return effect.role in findings.roles
    if not any(each.act_rule is act_rule for each in findings.fired):
        return False
    owed = [duty for duty in effect.duties if not findings.roles.keys().isdisjoint(duty.addressees)]
    return bool(effect.gpai or owed)


def _class_by(act_rule: ActRule, findings: Findings, on: datetime.date) -> _Graver | None:
    """Name the class that a rule would bring if it held, or if its exception did not."""
    effect, rule = act_rule.effect, act_rule.rule
    holds = any(each.act_rule is act_rule for each in (*findings.fired, *findings.upcoming))
    if effect.derogates:
        return ("high_risk", None, frozenset(findings.derogated)) if holds else None
    if holds:
        return None
    is_to_come = rule.applies_from is not None and rule.applies_from > on
    if effect.prohibited:
        return (
            "prohibited",
            rule.applies_from if is_to_come else None,
            frozenset({effect.prohibited}),
        )
    if is_to_come:
        return None
    outcome = "high_risk" if effect.ground else "transparency"
    return outcome, None, frozenset({effect.ground or effect.transparency})


def _by(findings: Findings, outcome: str) -> Iterable[str]:
    """Name what a class rests on."""
    found: Mapping[str, Iterable[str]] = {
        "prohibited": findings.prohibited,
        "high_risk": findings.grounds,
        "transparency": findings.transparency,
    }
    return found.get(outcome, ())
