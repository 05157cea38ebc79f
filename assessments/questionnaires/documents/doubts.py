"""What needs a legal view in an assessment, with the view where one was recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.questionnaires import procedures
from assessments.questionnaires.models.assessments import Assessment, Opinion
from records.spoken import in_words
from records.templatetags.shapes import Text

# Where a question is answered; documents have no such place.
QuestionUrl = Callable[[str], str]


def nowhere(_question: str) -> str:
    """Lead nowhere."""
    return ""


@dataclass(frozen=True)
class Doubt:
    """What needs a legal view: about which question or rule, why, and the view that was found."""

    kind: str
    code: str
    about: Text
    url: str
    why: str
    view: Opinion | None


def doubts_of(
    record: Assessment, views: Sequence[Opinion], *, question_url: QuestionUrl = nowhere
) -> list[Doubt]:
    """Return what needs a legal view."""
    return [_doubt(record, item, views, question_url) for item in record.outcome["needs_review"]]


def _doubt(
    record: Assessment, item: Mapping[str, Any], views: Sequence[Opinion], question_url: QuestionUrl
) -> Doubt:
    view = next((each for each in views if each.answers_to(item)), None)
    why = in_words(item["why"])
    if "question" not in item:
        about = procedures.of(record).wording.rule(record, item["rule"])
        return Doubt("rule", item["rule"], about, "", why, view)
    code = item["question"]
    asked = record.questions.by_id.get(code)
    return Doubt("question", code, asked.text if asked else code, question_url(code), why, view)
