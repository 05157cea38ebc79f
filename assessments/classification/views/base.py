"""What the pages of one classification share: who tells it, with links to its questions."""

from typing import ClassVar

from assessments.classification.documents.law import LawBook
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.models import Classification
from assessments.questionnaires.views.base import AssessmentPage, question_links
from governance import days
from records.kinds import RecordKind


class ClassificationView(AssessmentPage):
    """A page about one classification."""

    kind: ClassVar[RecordKind] = CLASSIFICATION

    def teller(self, record: Classification) -> ClassificationTeller:
        """Return who tells the classification on pages."""
        return teller_of(record, self.may_change(record))


def teller_of(record: Classification, may_change: bool) -> ClassificationTeller:
    """Return who tells a classification, with links to where questions are answered or read."""
    day = days.day_read()
    to = question_links(record, may_change=may_change)
    return ClassificationTeller(record, law=LawBook(record.edition), day=day, question_url=to)
