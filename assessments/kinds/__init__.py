"""How the records of assessments are shown, and what they add to use cases."""

from assessments.kinds.classification_actions import may_be_sent
from assessments.kinds.classifications import CLASSIFICATION, complete
from assessments.kinds.obligations import PLAN, REVIEW, UNDERTAKING
from assessments.kinds.questionnaires import QUESTIONNAIRE
from assessments.kinds.use_cases import CLASSIFY, USE_CASE_COLUMNS, USE_CASE_FILTERS, classified

__all__ = [
    "CLASSIFICATION",
    "CLASSIFY",
    "PLAN",
    "QUESTIONNAIRE",
    "REVIEW",
    "UNDERTAKING",
    "USE_CASE_COLUMNS",
    "USE_CASE_FILTERS",
    "classified",
    "complete",
    "may_be_sent",
]
