"""The records of assessments."""

from assessments.classification.models.choices import OutcomeClass
from assessments.classification.models.classifications import (
    Classification,
    LegalView,
    QuestionRequest,
)
from assessments.classification.models.obligations import (
    Obligation,
    ObligationLevel,
    ObligationProfile,
)
from assessments.classification.models.questions import act_of
from assessments.law_changes.models.edition_reviews import (
    EditionDecision,
    EditionReview,
    EditionVerdict,
)
from assessments.obligations.models import (
    CalendarFeed,
    ObligationPlan,
    Undertaking,
    UndertakingSize,
    organisation_units,
)
from assessments.questionnaires.models.assessments import RequestState, ReviewKind
from assessments.questionnaires.models.questionnaires import Questionnaire

__all__ = [
    "CalendarFeed",
    "Classification",
    "EditionDecision",
    "EditionReview",
    "EditionVerdict",
    "LegalView",
    "Obligation",
    "ObligationLevel",
    "ObligationPlan",
    "ObligationProfile",
    "OutcomeClass",
    "QuestionRequest",
    "Questionnaire",
    "RequestState",
    "ReviewKind",
    "Undertaking",
    "UndertakingSize",
    "act_of",
    "organisation_units",
]
