"""What became of each question since last time: new, reworded, answered otherwise, gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.expressions import Value
from assessments.questionnaires.engine.questionnaire import Question, QuestionnaireContent

Kind = Literal["new", "reworded", "changed", "same", "gone"]


@dataclass(frozen=True, slots=True)
class AnswerMark:
    """Where a question stands against last time; `before` is what was answered then."""

    kind: Kind
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class AskedQuestionnaire:
    """A questionnaire with a sheet of answers; `fixed` questions are answered by the edition."""

    questionnaire: QuestionnaireContent
    sheet: AnswerSheet
    fixed: frozenset[str]

    @property
    def shown(self) -> frozenset[str]:
        """Name the questions that a person is asked."""
        return self.sheet.visible - self.fixed


def compare(before: AskedQuestionnaire, after: AskedQuestionnaire) -> Mapping[str, AnswerMark]:
    """Mark every question that is asked now or was asked last time, by its id.

    A question that was not asked last time is new, even if the questionnaire knew it. An answer is
    changed only where one was given both times and they differ.
    """
    marks = {name: _mark(name, before, after) for name in after.shown}
    gone = before.shown - after.shown
    return marks | {name: AnswerMark("gone", before.sheet.given.get(name)) for name in gone}


def _mark(name: str, before: AskedQuestionnaire, after: AskedQuestionnaire) -> AnswerMark:
    if name not in before.shown:
        return AnswerMark("new")
    then, now = before.sheet.given.get(name), after.sheet.given.get(name)
    if _wording(before.questionnaire.by_id[name]) != _wording(after.questionnaire.by_id[name]):
        return AnswerMark("reworded", then)
    if then is not None and now is not None and then != now:
        return AnswerMark("changed", then)
    return AnswerMark("same", then)


def _wording(question: Question) -> object:
    """Return what a person reads and may answer; effects and citations may be told better."""
    answers = tuple((answer.value, answer.label) for answer in question.answers)
    return question.text, question.help, answers
