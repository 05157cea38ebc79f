"""The questions of the AI Act as published, with their rules ready for the engine."""

from functools import lru_cache

from assessments.engine.effects import ActRules, load_act, read_act
from assessments.questionnaires.models.questionnaires import questions_of

CLASSIFICATION = "eu-ai-act-classification"


@lru_cache(maxsize=16)
def act_of(content_digest: str) -> ActRules:
    """Return the questionnaire of that digest ready for the engine, built once a process."""
    shipped = load_act()
    if shipped.questionnaire.digest == content_digest:
        return shipped
    return read_act(questions_of(content_digest))
