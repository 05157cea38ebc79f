"""Where in the questionnaire somebody is, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.questionnaires.documents.sections import asked_in
from assessments.questionnaires.engine.questionnaire import Question, QuestionSection
from assessments.questionnaires.models.assessments import Assessment
from assessments.questionnaires.views.base import page


@dataclass(frozen=True)
class QuestionPlace:
    """Where in the questionnaire somebody is: a section, or one question of it."""

    record: Assessment
    section: QuestionSection
    question: Question | None = None

    @property
    def allowed(self) -> tuple[Question, ...]:
        """Return the questions that may be asked here."""
        if self.question is not None:
            return (self.question,)
        return self.record.questions.of_section(self.section.id)

    def asked(self, answers: Mapping[str, object]) -> list[Question]:
        """Return the questions that are asked here with these answers."""
        sheet = self.record.sheet(answers)
        asked = asked_in(self.record, self.section.id, sheet)
        return [each for each in asked if each in self.allowed]

    @property
    def url(self) -> str:
        """Return the address of this place."""
        if self.question is None:
            return page(self.record, "section", self.section.id)
        return page(self.record, "question", self.section.id, self.question.id)


def first_open(place: QuestionPlace) -> str:
    """Return the page of the first question of a section without an answer, else of its first."""
    asked = place.asked(place.record.answers)
    if not asked:
        return page(place.record, "questions")
    one = next((each for each in asked if each.id not in place.record.answers), asked[0])
    return page(place.record, "question", place.section.id, one.id)


def following(place: QuestionPlace) -> str:
    """Return what comes next: the next question or section with something asked, then the check."""
    record = place.record
    sheet = record.sheet()
    sections = record.questions.sections
    later = sections[sections.index(place.section) :]
    for section in later:
        asked = list(asked_in(record, section.id, sheet))
        if place.question is not None:
            if section == place.section:
                order = record.questions.of_section(section.id)
                asked = [q for q in asked if order.index(q) > order.index(place.question)]
            if asked:
                return page(record, "question", section.id, asked[0].id)
        elif asked and section != place.section:
            return page(record, "section", section.id)
    return page(record, "answers")
