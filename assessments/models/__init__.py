"""The records of assessments."""

from assessments.models.choices import OutcomeClass
from assessments.models.classifications import Classification, LegalView
from assessments.models.questionnaires import Questionnaire, act_of

__all__ = ["Classification", "LegalView", "OutcomeClass", "Questionnaire", "act_of"]
