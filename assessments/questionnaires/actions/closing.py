"""The end of questions that were passed on: answered, settled by others, withdrawn."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.questionnaires.models.assessments import Assessment, Inquiry, RequestState
from records.errors import RuleError


def open_request(record: Assessment, question: str) -> Inquiry:
    """Return the request for a question that waits; raise RuleError where there is none."""
    rows = record.question_requests.filter(question=question, state=RequestState.OPEN)
    found: Inquiry | None = rows.select_related("asked_of", "asked_by").first()
    if found is None:
        raise RuleError(_("This question does not wait for anybody any more."))
    setattr(found, found.belongs_to, record)
    return found


def close(asked: Inquiry, state: RequestState, comment: str = "") -> None:
    """Close a request within acting; with it ends the right to answer."""
    asked.state, asked.comment, asked.closed_at = state, comment.strip(), timezone.now()
    asked.save()


def settle_answered(record: Assessment, questions: Collection[str]) -> None:
    """Close requests for questions that somebody else answered; call it within acting."""
    rows = record.question_requests.filter(question__in=questions, state=RequestState.OPEN)
    for found in rows:
        setattr(found, found.belongs_to, record)
        close(found, RequestState.SETTLED)


def waiting_questions(record: Assessment) -> set[str]:
    """Name the questions that wait for a colleague."""
    rows = record.question_requests.filter(state=RequestState.OPEN)
    return set(rows.values_list("question", flat=True))
