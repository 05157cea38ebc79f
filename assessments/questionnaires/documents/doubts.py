"""What needs a legal view in an assessment, with the view where one was recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from assessments.questionnaires import procedures
from assessments.questionnaires.models.assessments import Assessment, Opinion
from records.shapes import Text
from records.wording import in_words

# Where a question is answered; documents have no such place.
QuestionUrl = Callable[[str], str]


def nowhere(_question: str) -> str:
    """Lead nowhere."""
    return ""


@dataclass(frozen=True)
class DoubtText:
    """What needs a legal view: about which question or rule, why, and the view that was found."""

    kind: str
    code: str
    about: Text
    url: str
    why: str
    view: Opinion | None


def doubts_of(
    record: Assessment,
    views: Sequence[Opinion],
    *,
    question_url: QuestionUrl = nowhere,
    rule: Callable[[str], Text] | None = None,
) -> list[DoubtText]:
    """Return what needs a legal view; whoever tells the record anyway tells a `rule`, too."""
    told, asked = (
        rule or partial(procedures.of(record).wording.rule, record),
        record.questions.by_id,
    )
    found = []
    for item in record.outcome["needs_review"]:
        view = next((each for each in views if each.answers_to(item)), None)
        why = in_words(item["why"])
        if "rule" in item:
            found.append(DoubtText("rule", item["rule"], told(item["rule"]), "", why, view))
            continue
        code = item["question"]
        about = asked[code].text if code in asked else code
        found.append(DoubtText("question", code, about, question_url(code), why, view))
    return found
