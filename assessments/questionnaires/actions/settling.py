"""Working out what the answers of an assessment come to, and keeping it with them."""

from collections.abc import Mapping

from assessments.questionnaires import procedures
from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.outcomes import read
from assessments.questionnaires.engine.silence import unanswered
from assessments.questionnaires.models.assessments import Assessment


def settle(record: Assessment) -> None:
    """Work the outcome out anew, by the procedure of its kind."""
    own = procedures.of(record).settle
    if own is not None:
        own(record)
        return
    sheet, on = record.sheet(), record.read_on
    outcome = read(record.questions, sheet, on=on)
    if silent := unanswered(record.questions, sheet, on=on):
        outcome["unanswered"] = silent
    record.outcome_class = outcome["class"]
    store(record, outcome, sheet)


def store(record: Assessment, outcome: Mapping[str, object], sheet: AnswerSheet) -> None:
    """Put an outcome on a record, count what led to it, and follow the subject's unit and owner."""
    record.outcome = dict(outcome)
    asked = sheet.visible - record.fixed
    record.asked_count = len(asked)
    record.answered_count = len(asked & record.answers.keys())
    record.unit_id = record.subject.unit_id
    record.owner_id = record.subject.owner_id or record.owner_id
    count_reviews(record)


def count_reviews(record: Assessment) -> None:
    """Count what needs a legal view and has none."""
    views = [] if record._state.adding else list(record.legal_views.all())
    needed = record.outcome["needs_review"]
    record.open_review_count = sum(
        not any(view.answers_to(item) for view in views) for item in needed
    )
