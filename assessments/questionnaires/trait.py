"""What makes a kind of record an assessment: its procedure, its pages, what waits for whom."""

from collections.abc import Callable
from typing import Any

from assessments.questionnaires import procedures
from assessments.questionnaires.checks import of_answers
from assessments.questionnaires.procedures import Procedure
from assessments.questionnaires.views.history import AssessmentCompareView, AssessmentHistoryView
from assessments.questionnaires.views.outcome import OutcomeView
from assessments.questionnaires.work import AssessmentWork
from governance.gaps.trait import looked_at
from governance.gaps.within import Within
from records import kinds
from records.kinds import RecordAction, RecordKind
from records.pages import work


def assessed(
    kind: RecordKind,
    procedure: Procedure,
    *,
    subject: str = "",
    begin: RecordAction | None = None,
    among: Callable[[Within], Any] | None = None,
) -> None:
    """Let records of a kind be assessments; `begin` is offered on records of the kind `subject`.

    `among` says of which of them answers are asked; usually of those whose subject is in use.
    """
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
    for provider in (own.asked_of_me, own.asked_by_me):
        work.register(provider)
    looked_at(*of_answers(procedure.model, among))
