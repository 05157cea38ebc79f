"""The records of assessments."""

from assessments.models.choices import OutcomeClass
from assessments.models.classifications import Classification, LegalView
from assessments.models.edition_reviews import EditionDecision, EditionReview, EditionVerdict
from assessments.models.obligations import (
    CalendarFeed,
    Obligation,
    ObligationLevel,
    ObligationPlan,
    ObligationProfile,
    Undertaking,
    UndertakingSize,
    organisation_units,
)
from assessments.models.questionnaires import Questionnaire, act_of
from assessments.models.requests import WAITING, QuestionRequest, RequestState

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
