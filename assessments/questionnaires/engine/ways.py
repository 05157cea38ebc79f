"""Which answers to what is unsure or not answered would make a condition hold; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.expressions import (
    All,
    AnyOf,
    Expression,
    Has,
    Is,
    Not,
    Value,
)
from assessments.questionnaires.engine.questionnaire import UNSURE, QuestionnaireContent, is_unsure

# So many ways are followed for one condition: what a rule asks has a handful.
MOST = 24

type Way = Mapping[str, Value]
type Test = Callable[[Value], bool]

AS_IT_IS: Way = {}


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """Answers of which some are unsure or missing, and what they leave to be settled.

    Free is what is unsure, what is named as silent, and what is hidden without an answer: it may
    be asked once another question is settled.
    """

    questionnaire: QuestionnaireContent
    answers: Mapping[str, Value]
    sheet: AnswerSheet
    silent: frozenset[str] = frozenset()
    # What lets each question be asked, worked out once: many rules ask about the same ones.
    gates: dict[str, tuple[Way, ...]] = field(default_factory=dict)

    def is_free(self, question: str) -> bool:
        """Say whether a question may still get another answer than the one that counts."""
        if question in self.sheet.visible:
            return question in self.silent or is_unsure(self.sheet.effective[question])
        return is_unsure(self.answers.get(question, UNSURE))

    def counts(self, question: str) -> Value:
        """Return the answer that counts now."""
        return self.sheet.effective[question]


def ways(condition: Expression, settling: OpenAnswers) -> tuple[Way, ...]:
    """Return the sets of answers that would make a condition hold.

    Flags, roles and grounds are taken to hold: whoever tries a way sees what comes of it.
    """
    return tuple(islice(_ways(condition, settling, wanted=True), MOST))


def _ways(condition: Expression, settling: OpenAnswers, *, wanted: bool) -> Iterator[Way]:
    match condition:
        case Not(part):
            yield from _ways(part, settling, wanted=not wanted)
        case All(parts) | AnyOf(parts) if isinstance(condition, All) == wanted:
            yield from _all(parts, settling, wanted=wanted)
        case All(parts) | AnyOf(parts):
            yield from _any(parts, settling, wanted=wanted)
        case Is(question, value):
            yield from _answers(question, lambda now: now == value, settling, wanted=wanted)
        case Has(question, value):
            yield from _answers(question, lambda now: value in now, settling, wanted=wanted)
        case _:
            yield AS_IT_IS


def _all(parts: Sequence[Expression], settling: OpenAnswers, *, wanted: bool) -> Iterator[Way]:
    """Yield what makes every part so; answers that contradict each other make no way."""
    together: list[Way] = [AS_IT_IS]
    for part in parts:
        found = tuple(islice(_ways(part, settling, wanted=wanted), MOST))
        fitting = ({**one, **other} for one in together for other in found if _fit(one, other))
        together = list(islice(fitting, MOST))
    yield from together


def _fit(one: Way, other: Way) -> bool:
    return all(other.get(name, value) == value for name, value in one.items())


def _any(parts: Sequence[Expression], settling: OpenAnswers, *, wanted: bool) -> Iterator[Way]:
    found = [way for part in parts for way in islice(_ways(part, settling, wanted=wanted), MOST)]
    yield from sorted(found, key=len)


def _answers(question: str, test: Test, settling: OpenAnswers, *, wanted: bool) -> Iterator[Way]:
    """Yield the answers that make a test so, with those that let the question be asked."""
    now = settling.counts(question)
    if test(now) == wanted:
        yield AS_IT_IS
        return
    if not settling.is_free(question):
        yield from _once_asked(question, test, settling, wanted=wanted)
        return
    for other in settling.questionnaire.by_id[question].settled(now):
        if test(other) == wanted:
            for gate in _gates(question, settling):
                yield {**gate, question: other}


def _once_asked(question: str, test: Test, settling: OpenAnswers, *, wanted: bool) -> Iterator[Way]:
    """Yield what lets a hidden question be asked whose answer is kept and makes the test so."""
    kept = settling.answers.get(question)
    if question in settling.sheet.visible or kept is None or kept == settling.counts(question):
        return
    if test(kept) == wanted:
        yield from _gates(question, settling)


def _gates(question: str, settling: OpenAnswers) -> tuple[Way, ...]:
    """Return what lets a question be asked."""
    if question not in settling.gates:
        show_if = settling.questionnaire.by_id[question].show_if
        if question in settling.sheet.visible or show_if is None:
            settling.gates[question] = (AS_IT_IS,)
        else:
            settling.gates[question] = ways(show_if, settling)
    return settling.gates[question]
