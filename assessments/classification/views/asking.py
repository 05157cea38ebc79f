"""Questions ready to be asked: help, reason, hints, suggestion, and the answer given so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.classification.documents import marks
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.options import effect_told
from assessments.classification.documents.words import because
from assessments.classification.forms.answers import PREFIX, AnswersForm
from assessments.engine.guidance import guidance_on
from assessments.engine.marks import Mark
from assessments.engine.questionnaire import Question
from assessments.models import Classification, QuestionRequest, RequestState
from controls.companions.views.rows import CompanionRow, companion_rows
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
    effect: Text
    is_chosen: bool


@dataclass(frozen=True)
class Suggested:
    """What the register suggests for a question."""

    label: str
    because: Text


@dataclass(frozen=True)
class PassedOn:
    """What became of a question that a colleague was asked."""

    who: str
    since: datetime
    is_open: bool
    comment: str


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
    mark: marks.MarkShown | None
    passed_on: PassedOn | None
    guidance: Sequence[CompanionRow] = ()

    @property
    def may_be_passed_on(self) -> bool:
        """Say whether nobody has it now."""
        return self.passed_on is None or not self.passed_on.is_open

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


@dataclass(frozen=True)
class _Around:
    """What stands around the questions of one classification, looked up once for all of them."""

    record: Classification
    answers: Mapping[str, Any]
    form: AnswersForm | None
    law: LawBook
    marks: Mapping[str, Mark]
    requests: Mapping[str, QuestionRequest]


def shown(
    record: Classification,
    asked: Iterable[Question],
    answers: Mapping[str, Any],
    form: AnswersForm | None,
) -> list[QuestionShown]:
    """Make questions ready to be asked."""
    around = _Around(
        record, answers, form, LawBook(record.edition), marks.marks_of(record), requests_of(record)
    )
    return [_shown(question, number, around) for number, question in enumerate(asked, start=1)]


def requests_of(record: Classification) -> dict[str, QuestionRequest]:
    """Return the newest request for each question that a colleague has or gave back."""
    told = (RequestState.OPEN, RequestState.PASSED_BACK, RequestState.ANSWERED)
    rows = record.question_requests.filter(state__in=told).select_related("asked_of")
    return {each.question: each for each in rows.order_by("id")}


def _shown(question: Question, number: int, around: _Around) -> QuestionShown:
    record, form = around.record, around.form
    name = PREFIX + question.id
    item = record.suggested.get(question.id)
    label = QuestionShown.label
    starts = question.applies_from
    request = around.requests.get(question.id)
    return QuestionShown(
        question=question,
        number=number,
        name=name,
        options=_options(question, around.answers.get(question.id)),
        citation=around.law.cite(question.citation),
        counts_as=label(question, question.default),
        suggested=Suggested(label(question, item["answer"]), because(item["because"]))
        if item
        else None,
        is_answered=question.id in record.answers,
        starts_later=starts if starts and starts > record.on_date else None,
        errors=[str(message) for message in form.errors.get(name, ())]
        if form and form.is_bound
        else [],
        mark=marks.shown(record, question, around.marks),
        passed_on=_passed_on(request) if request else None,
        guidance=companion_rows(guidance_on(question.id, record.edition)),
    )


def _passed_on(request: QuestionRequest) -> PassedOn:
    return PassedOn(
        who=request.asked_of.name,
        since=request.asked_at if request.is_open else request.closed_at or request.asked_at,
        is_open=request.is_open,
        comment=request.comment,
    )


def _options(question: Question, answer: Any) -> list[Option]:
    chosen = {answer} if isinstance(answer, str) else set(answer or ())
    return [
        Option(
            id=f"{PREFIX}{question.id}-{each.value}",
            value=each.value,
            label=each.label,
            effect=effect_told(question, each.effect),
            is_chosen=each.value in chosen,
        )
        for each in question.answers
    ]
