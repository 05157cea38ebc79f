"""What came of an assessment by its questionnaire's own rules, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.questionnaires import procedures
from assessments.questionnaires.documents.doubts import QuestionUrl
from assessments.questionnaires.models.assessments import Assessment
from assessments.questionnaires.procedures import Cite
from records.ledger.canonical import JSON
from records.shapes import Reason, ReasonAnswer


def result_of(record: Assessment) -> str:
    """Tell the outcome by its text."""
    texts = {each.name: each.text for each in record.questions.outcomes}
    return texts.get(record.outcome_class, record.outcome_class)


def reasons_of(record: Assessment, question_url: QuestionUrl) -> list[Reason]:
    """Tell the rules that held, each with the answers it rests on."""
    cite = procedures.of(record).wording.cite(record)
    return [_reason(record, item, question_url, cite) for item in record.outcome["reasons"]]


def _reason(
    record: Assessment, item: Mapping[str, JSON], question_url: QuestionUrl, cite: Cite
) -> Reason:
    wording, asked = procedures.of(record).wording, record.questions.by_id
    because = [
        ReasonAnswer(
            asked[each["question"]].text,
            asked[each["question"]].told(each["answer"]),
            question_url(each["question"]),
            _silence(record, each["question"]),
        )
        for each in item["because"]
    ]
    told = wording.rule(record, item["rule"])
    return Reason(told, item["rule"], because, cite(item["citation"]), "info")


def _silence(record: Assessment, name: str) -> str:
    """Say that a default stands for an answer."""
    if name in record.by_default:
        return _("taken by default")
    return "" if name in record.answers else _("not answered, counts by default")


def left_open(record: Assessment) -> list[dict[str, object]]:
    """Tell which graver outcomes rest on questions that nobody has answered."""
    texts = {each.name: each.text for each in record.questions.outcomes}
    asked = record.questions.by_id
    return [
        {"outcome": texts[item["class"]], "questions": [asked[name] for name in item["questions"]]}
        for item in record.outcome.get("unanswered", ())
    ]
