"""Sheets answered to the end without a person, for loads and tests; no request does so."""

from assessments.classification.actions import classifications, evaluation
from assessments.classification.actions.closing import waiting_questions
from assessments.engine.answers import as_json
from assessments.models import Classification
from records.actors import Actor


def answer_open(record: Classification, *, actor: Actor) -> Classification:
    """Answer what is shown and open by what counts for it anyway, as if somebody had.

    The sample does not: what nobody chose in it is marked as taken by default.
    """
    sheet = evaluation.sheet_of(record)
    wanted = evaluation.open_questions(record, sheet) - waiting_questions(record)
    defaults = {name: as_json(sheet.effective[name]) for name in sorted(wanted)}
    return classifications.answer(record, actor=actor, answers=defaults)
