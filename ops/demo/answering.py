"""Sheets answered to the end without a person, for loads and tests; no request does so."""

from assessments.questionnaires.actions.answering import answer
from assessments.questionnaires.actions.closing import waiting_questions
from assessments.questionnaires.engine.answers import as_json
from assessments.questionnaires.models.assessments import Assessment
from records.actors import Actor


def answer_open[Kind: Assessment](record: Kind, *, actor: Actor) -> Kind:
    """Answer what is shown and open by what counts for it anyway, as if somebody had.

    The sample does not: what nobody chose in it is marked as taken by default.
    """
    counts = record.sheet().effective
    wanted = record.open_questions - waiting_questions(record)
    defaults = {name: as_json(counts[name]) for name in sorted(wanted)}
    return answer(record, actor=actor, answers=defaults)
