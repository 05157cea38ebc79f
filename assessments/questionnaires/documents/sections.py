"""The sections of a questionnaire as somebody who fills them in sees them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assessments.questionnaires.actions.closing import waiting_questions
from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.questionnaire import Question, QuestionSection
from assessments.questionnaires.models.assessments import Assessment, Opinion
from records.ledger.canonical import JSON

State = Literal["not_started", "in_progress", "waiting", "answered", "reviewed"]


@dataclass(frozen=True)
class SectionState:
    """One section: the questions that are asked now, and where they stand."""

    section: QuestionSection
    asked: tuple[Question, ...]
    answered: int
    suggested: int
    doubts: int
    hidden: int
    passed_on: int
    state: State

    @property
    def open(self) -> int:
        """Return how many questions have no answer."""
        return len(self.asked) - self.answered


def states_of(
    record: Assessment, views: Sequence[Opinion], *, is_signed: bool = False
) -> list[SectionState]:
    """Return every section with what is asked of it and where it stands."""
    sheet = record.sheet()
    doubted = set(_doubted(record.outcome["needs_review"], views))
    elsewhere = waiting_questions(record)
    return [
        _state(record, section, sheet, doubted, elsewhere, is_signed=is_signed)
        for section in record.questions.sections
    ]


def asked_in(record: Assessment, section: str, sheet: AnswerSheet) -> tuple[Question, ...]:
    """Return the questions of a section that are shown with the answers of a sheet."""
    asked = sheet.visible - record.fixed
    return tuple(each for each in record.questions.of_section(section) if each.id in asked)


def _state(
    record: Assessment,
    section: QuestionSection,
    sheet: AnswerSheet,
    doubted: set[str],
    elsewhere: set[str],
    *,
    is_signed: bool,
) -> SectionState:
    asked = asked_in(record, section.id, sheet)
    names = {question.id for question in asked}
    answered = len(names & record.answers.keys())
    doubts = len(names & doubted)
    passed_on = len(names & elsewhere - record.answers.keys())
    return SectionState(
        section=section,
        asked=asked,
        answered=answered,
        suggested=len(names & record.suggested.keys()),
        doubts=doubts,
        hidden=len(record.questions.of_section(section.id)) - len(asked),
        passed_on=passed_on,
        state=_word(len(asked) - passed_on, answered, doubts + passed_on, is_signed=is_signed),
    )


def _word(asked: int, answered: int, doubts: int, *, is_signed: bool) -> State:
    """Return the word for a section; `asked` leaves out what others have to answer."""
    if asked and not answered:
        return "not_started"
    if answered < asked:
        return "in_progress"
    if doubts:
        return "waiting"
    return "reviewed" if is_signed else "answered"


def _doubted(items: list[Mapping[str, JSON]], views: Sequence[Opinion]) -> Iterator[str]:
    """Name the questions that still wait for a legal view."""
    for item in items:
        if "question" in item and not any(view.answers_to(dict(item)) for view in views):
            yield item["question"]


def parts_of(record: Assessment, questions: Collection[str]) -> str:
    """Name the sections of some questions in their order, with how many each has."""
    asked = record.questions
    counts = [
        (section.title, sum(each.id in questions for each in asked.of_section(section.id)))
        for section in asked.sections
    ]
    return ", ".join(f"“{title}” ({count})" for title, count in counts if count)
