"""Questions ready to be asked: help, reason, hints, suggestion, and the answer given so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.documents.law import LawBook
from assessments.documents.words import because
from assessments.engine.questionnaire import Question
from assessments.forms.answers import PREFIX, AnswersForm
from assessments.models import Classification
from records.templatetags.shapes import Citation, Text

# Yes, no, not sure: short enough to stand side by side.
FEW = 3
SHORT = 24


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen; `effect` hints at what it brings about."""

    id: str
    value: str
    label: str
    effect: str
    is_chosen: bool


@dataclass(frozen=True)
class Suggested:
    """What the register suggests for a question."""

    label: str
    because: Text


@dataclass(frozen=True)
class QuestionShown:
    """One question as the page asks it."""

    question: Question
    number: int
    name: str
    options: Sequence[Option]
    citation: Citation | None
    counts_as: str
    suggested: Suggested | None
    is_answered: bool
    starts_later: date | None
    errors: Sequence[str]

    @property
    def is_compact(self) -> bool:
        """Say whether the answers fit side by side."""
        fits = all(len(option.label) <= SHORT for option in self.options)
        return len(self.options) <= FEW and fits

    @staticmethod
    def label(question: Question, value: Any) -> str:
        """Return the label of an answer; nothing for none."""
        labels = {answer.value: answer.label for answer in question.answers}
        values = [value] if isinstance(value, str) else list(value or ())
        return "; ".join(labels.get(each, each) for each in values)


def shown(
    record: Classification,
    asked: Iterable[Question],
    answers: Mapping[str, Any],
    form: AnswersForm | None,
) -> list[QuestionShown]:
    """Make questions ready to be asked."""
    law = LawBook(record.edition)
    return [
        _shown(record, question, number, answers.get(question.id), law, form)
        for number, question in enumerate(asked, start=1)
    ]


def _shown(  # noqa: PLR0917 - one caller, which has all of them apart
    record: Classification,
    question: Question,
    number: int,
    answer: Any,
    law: LawBook,
    form: AnswersForm | None,
) -> QuestionShown:
    name = PREFIX + question.id
    item = record.suggested.get(question.id)
    label = QuestionShown.label
    starts = question.applies_from
    return QuestionShown(
        question=question,
        number=number,
        name=name,
        options=_options(question, answer),
        citation=law.cite(question.citation),
        counts_as=label(question, question.default),
        suggested=Suggested(label(question, item["answer"]), because(item["because"]))
        if item
        else None,
        is_answered=question.id in record.answers,
        starts_later=starts if starts and starts > record.on_date else None,
        errors=[str(message) for message in form.errors.get(name, ())]
        if form and form.is_bound
        else [],
    )


def _options(question: Question, answer: Any) -> list[Option]:
    chosen = {answer} if isinstance(answer, str) else set(answer or ())
    return [
        Option(
            id=f"{PREFIX}{question.id}-{each.value}",
            value=each.value,
            label=each.label,
            effect=each.effect,
            is_chosen=each.value in chosen,
        )
        for each in question.answers
    ]
