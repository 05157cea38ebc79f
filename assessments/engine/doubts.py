"""What "not sure" leaves open: each answer that could still turn the result into another one.

Tried is every other answer to each question that is unsure, and for each rule that does not hold
the answers that would make it hold, several at once and with the questions they would open up. So
the gravest class that is still possible is found without trying all combinations. What one answer
alone does to duties and days is told, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.engine.changes import Changes, changes_between, listed, would
from assessments.engine.effects import ActRules
from assessments.engine.findings import EVERY_USE, Findings
from assessments.engine.reading import Law, WorkedOut
from assessments.engine.smallest import GRAVITY
from assessments.questionnaires.engine.answers import AnswerSheet, fill
from assessments.questionnaires.engine.expressions import Value
from assessments.questionnaires.engine.ways import OpenAnswers, Way, ways

# So many sets of answers are tried at most; an ordinary sheet needs a few dozen.
MOST = 400


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something open on which the result rests, and what it could become.

    It is a question that counts as "not sure", or a place of the law that is not settled.
    `could_become` names classes first, the gravest foremost, then the bans, grounds, transparency
    cases, model statuses, roles, duties and days that would come up, and what would fall away.
    """

    why: str
    could_become: tuple[str, ...]
    question: str = ""
    law: str = ""

    def as_json(self) -> dict[str, object]:
        about = {"question": self.question} if self.question else {"law": self.law}
        return {**about, "why": self.why, "could_become": list(self.could_become)}


@dataclass(frozen=True, slots=True)
class _DoubtTrial:
    """Other answers, the class they lead to, and what they make of the result as it stands."""

    answers: Way
    outcome: str
    changes: Changes
    # What these answers let be asked, and nobody has answered: days may hang on it.
    opened: tuple[str, ...] = ()

    @property
    def gravity(self) -> int:
        """Give the place of the class among all, the gravest first."""
        return GRAVITY.index(self.outcome)


def answers_in_doubt(
    law: Law, answers: Mapping[str, Value], sheet: AnswerSheet, base: WorkedOut
) -> tuple[Doubt, ...]:
    """List the unsure answers on which a result rests, in the order of asking."""
    unsure = frozenset(sheet.unsure) - _idle(law.act, base.findings)
    if not unsure:
        return ()
    trials = list(_trials(law, shown_of(answers, sheet), sheet, base))
    order = {each.id: place for place, each in enumerate(law.act.questionnaire.questions)}
    found = []
    for question in sorted(unsure, key=lambda name: order[name]):
        own = [trial for trial in trials if question in trial.answers]
        if own:
            found.append(_doubt(law.act, question, own, sheet))
    return tuple(found)


def _idle(act: ActRules, findings: Findings) -> frozenset[str]:
    """Name what asks for which uses an exception is meant, where there are not several."""
    effects = [each.effect for each in act.rules if each.effect.among]
    return frozenset(each.among for each in effects if not findings.has_several(each))


def shown_of(answers: Mapping[str, Value], sheet: AnswerSheet) -> dict[str, Value]:
    """Leave out answers to questions that are not shown: they count for nothing."""
    return {name: value for name, value in answers.items() if name in sheet.visible}


def _trials(
    law: Law, answers: Mapping[str, Value], sheet: AnswerSheet, base: WorkedOut
) -> Iterator[_DoubtTrial]:
    """Yield the other answers that change the result; each set once."""
    seen: set[frozenset[tuple[str, Value]]] = set()
    for other in _others(law.act, answers, sheet, base.findings):
        key = frozenset(other.items())
        if key in seen or len(seen) >= MOST:
            continue
        seen.add(key)
        filled = fill(law.act.questionnaire, {**answers, **other})
        read = law.read(filled)
        changes = changes_between(base, read, duties=len(other) == 1)
        if changes:
            opened = tuple(name for name in filled.unsure if name not in sheet.visible)
            yield _DoubtTrial(other, read.outcome.name, changes, opened)


def _others(
    act: ActRules, answers: Mapping[str, Value], sheet: AnswerSheet, findings: Findings
) -> Iterator[Way]:
    """Yield other answers to what is unsure: each alone, then what makes rules hold."""
    for question in sheet.unsure:
        for value in act.questionnaire.by_id[question].settled(sheet.effective[question]):
            yield {question: value}
    settling = OpenAnswers(act.questionnaire, answers, sheet)
    for act_rule in act.rules:
        for way in ways(act_rule.rule.when, settling):
            if not way.keys().isdisjoint(sheet.unsure):
                yield way
                if among := findings.asks_which(act_rule.effect):
                    yield {**way, among: (EVERY_USE,)}


def _doubt(
    act: ActRules, question: str, trials: Sequence[_DoubtTrial], sheet: AnswerSheet
) -> Doubt:
    """Tell what a question could bring by itself, and what is graver together with others."""
    alone = _gravest([trial for trial in trials if trial.answers.keys() == {question}])
    together = _gravest([trial for trial in trials if trial.answers.keys() != {question}])
    told = [f'"{act.questionnaire.by_id[question].text}" {sheet.told_unsure(question)}.']
    if alone is not None:
        told.append(_told(act, question, alone))
    if together is not None and (alone is None or together.gravity < alone.gravity):
        told.append(_told(act, question, together))
    changes = frozenset().union(*(trial.changes for trial in trials))
    return Doubt(why=" ".join(told), could_become=listed(changes), question=question)


def _gravest(trials: Sequence[_DoubtTrial]) -> _DoubtTrial | None:
    return min(trials, key=lambda trial: (trial.gravity, len(trial.answers)), default=None)


def _told(act: ActRules, question: str, trial: _DoubtTrial) -> str:
    """Say other answers in words, to this question first, and what they make of the result."""
    asked = act.questionnaire.by_id
    own = f'"{asked[question].label_of(trial.answers[question])}"'
    others = [
        f'"{asked[name].label_of(value)}" to "{asked[name].text}"'
        for name, value in sorted(trial.answers.items())
        if name != question
    ]
    told = f"With {' and '.join((own, *others))} it would {would(trial.outcome, trial.changes)}"
    moves = any(sort == "day" for sort, _name in trial.changes)
    open_yet = [f'"{asked[name].text}"' for name in trial.opened] if moves else []
    return f"{told}, as long as {' and '.join(open_yet)} is open." if open_yet else f"{told}."
