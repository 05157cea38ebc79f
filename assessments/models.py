"""The records of assessments."""

from assessments.classification.models.choices import OutcomeClass
from assessments.classification.models.classifications import Classification, LegalView
from assessments.classification.models.obligations import (
    Obligation,
    ObligationLevel,
    ObligationProfile,
)
from assessments.classification.models.requests import WAITING, QuestionRequest, RequestState
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
from assessments.questionnaires.models import Questionnaire, act_of

__all__ = [
    "WAITING",
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
    "Undertaking",
    "UndertakingSize",
    "act_of",
    "organisation_units",
]
