"""Questions ready to be asked: help, reason, hints, suggestion, and the answer given so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.questionnaires.documents import marks
from assessments.questionnaires.engine.marks import AnswerMark
from assessments.questionnaires.engine.questionnaire import Question
from assessments.questionnaires.forms.answers import PREFIX, AnswersForm
from assessments.questionnaires.models.assessments import Assessment, Inquiry, RequestState
from assessments.questionnaires.procedures import Cite, Wording, of
from controls.companions.views.rows import CompanionRow, companion_rows
from records.ledger.canonical import JSON
from records.shapes import Citation, Text

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
class SuggestedAnswer:
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
    suggested: SuggestedAnswer | None
    is_answered: bool
    # Answered by taking the default: nothing is ticked, so that to save the page confirms nothing.
    is_by_default: bool
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


@dataclass(frozen=True)
class _Around:
    """What stands around the questions of one assessment, looked up once for all of them."""

    record: Assessment
    answers: Mapping[str, JSON]
    form: AnswersForm | None
    wording: Wording
    cite: Cite
    marks: Mapping[str, AnswerMark]
    requests: Mapping[str, Inquiry]


def shown(
    record: Assessment,
    asked: Iterable[Question],
    answers: Mapping[str, JSON],
    form: AnswersForm | None,
) -> list[QuestionShown]:
    """Make questions ready to be asked."""
    wording = of(record).wording
    around = _Around(
        record,
        answers,
        form,
        wording,
        wording.cite(record),
        marks.marks_of(record),
        requests_of(record),
    )
    return [_shown(question, number, around) for number, question in enumerate(asked, start=1)]


def requests_of(record: Assessment) -> dict[str, Inquiry]:
    """Return the newest request for each question that a colleague has or gave back."""
    told = (RequestState.OPEN, RequestState.PASSED_BACK, RequestState.ANSWERED)
    rows = record.question_requests.filter(state__in=told).select_related("asked_of")
    return {each.question: each for each in rows.order_by("id")}


def guidance_on(record: Assessment, name: str) -> list[CompanionRow]:
    """Return the texts that concern a question, or a section by its id."""
    return list(companion_rows(of(record).wording.guidance(record, name)))


def _shown(question: Question, number: int, around: _Around) -> QuestionShown:
    record, form, wording = around.record, around.form, around.wording
    name = PREFIX + question.id
    item = record.suggested.get(question.id)
    starts = question.applies_from
    answer = around.answers.get(question.id)
    is_by_default = question.id in record.by_default and question.id not in ticked(form)
    request = around.requests.get(question.id)
    return QuestionShown(
        question=question,
        number=number,
        name=name,
        options=_options(question, None if is_by_default else answer, wording),
        citation=around.cite(question.citation),
        counts_as=question.told(answer if is_by_default else question.default),
        suggested=SuggestedAnswer(question.told(item["answer"]), wording.because(item["because"]))
        if item
        else None,
        is_answered=question.id in record.answers,
        is_by_default=is_by_default,
        starts_later=starts if starts and starts > record.read_on else None,
        errors=[str(message) for message in form.errors.get(name, ())]
        if form and form.is_bound
        else [],
        mark=marks.shown(record, question, around.marks),
        passed_on=_passed_on(request) if request else None,
        guidance=guidance_on(record, question.id),
    )


def ticked(form: AnswersForm | None) -> Mapping[str, JSON]:
    """Return what was answered on the page, nothing before it was sent."""
    return form.given() if form and form.is_bound else {}


def _passed_on(request: Inquiry) -> PassedOn:
    return PassedOn(
        who=request.asked_of.name,
        since=request.asked_at if request.is_open else request.closed_at or request.asked_at,
        is_open=request.is_open,
        comment=request.comment,
    )


def _options(question: Question, answer: Any, wording: Wording) -> list[Option]:
    chosen = {answer} if isinstance(answer, str) else set(answer or ())
    return [
        Option(
            id=f"{PREFIX}{question.id}-{each.value}",
            value=each.value,
            label=each.label,
            effect=wording.effect(question, each.effect),
            is_chosen=each.value in chosen,
        )
        for each in question.answers
    ]
