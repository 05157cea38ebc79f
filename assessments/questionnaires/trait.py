"""What makes a kind of record an assessment: its procedure, its pages, what waits for whom."""

from assessments.questionnaires import procedures
from assessments.questionnaires.procedures import Procedure
from assessments.questionnaires.views.history import AssessmentCompareView, AssessmentHistoryView
from assessments.questionnaires.views.outcome import OutcomeView
from assessments.questionnaires.work import AssessmentWork
from records import kinds
from records.kinds import RecordAction, RecordKind
from records.pages import work


def assessed(
    kind: RecordKind, procedure: Procedure, *, subject: str = "", begin: RecordAction | None = None
) -> None:
    """Let records of a kind be assessments; `begin` is offered on records of the kind `subject`."""
    procedures.register(procedure)
    kinds.register(kind)
    kinds.extend(
        kind.code,
        views={
            "detail": OutcomeView,
            "history": AssessmentHistoryView,
            "compare": AssessmentCompareView,
        },
    )
    if begin is not None:
        kinds.extend(subject, actions=[begin])
    own = AssessmentWork(procedure.model)
    for provider in (own.unfinished, own.asked_of_me, own.asked_by_me):
        work.register(provider)
