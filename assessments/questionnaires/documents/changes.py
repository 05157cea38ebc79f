"""What changed between two states of an assessment, question by question and in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaires import procedures
from assessments.questionnaires.engine.answers import compare_answers
from assessments.questionnaires.engine.questionnaire import QuestionnaireContent
from assessments.questionnaires.models.assessments import Assessment
from records import values
from records.shapes import ChangeLine

# Counts and digests that follow from the rest; answers and outcome are told apart.
SILENT = (
    "answers",
    "by_default",
    "suggested",
    "outcome",
    "asked_count",
    "answered_count",
    "questionnaire_digest",
)


def told_anew(
    record: Assessment,
    changes: Iterable[ChangeLine],
    old: Any,
    new: Any,
    *,
    most: int | None = None,
) -> list[ChangeLine]:
    """Tell answers and outcome in place of their raw values; `old` is None for the first state.

    Beyond `most` answers only their number is told.
    """
    kept = list(changes)
    if new is None:
        return kept
    model, wording = type(record), procedures.of(record).wording
    fields = [values.field_of(model, name) for name in (*SILENT, *wording.silent)]
    silent = {values.label_of(field) for field in fields if field is not None}
    # Details of a field are labelled by it: "Answers: R2".
    kept = [one for one in kept if str(one.label).partition(": ")[0] not in silent]
    questions = model(questionnaire_digest=new.questionnaire_digest).questions
    answers = _answers(old, new, questions)
    left = len(answers) - most if most is not None else 0
    if left > 1:
        words = ngettext("%(count)s more answer", "%(count)s more answers", left)
        answers = [
            *answers[:most],
            ChangeLine(words % {"count": left}, "", _("see the comparison")),
        ]
    before = old.outcome if old is not None else {}
    return [*wording.outcome(before, new.outcome), *answers, *_taken(old, new), *kept]


def _answers(old: Any, new: Any, questions: QuestionnaireContent) -> list[ChangeLine]:
    given = old.answers if old is not None else {}
    found = []
    for item in compare_answers(given, new.answers):
        question = questions.by_id.get(item["question"])
        if question is None:
            found.append(ChangeLine(item["question"], _plain(item["from"]), _plain(item["to"])))
        else:
            told = question.told(item["from"]), question.told(item["to"])
            found.append(ChangeLine(question.text, *told))
    return found


def _taken(old: Any, new: Any) -> list[ChangeLine]:
    """Tell how many answers were taken by default; which ones, the answers themselves say."""
    before, after = (len(state.by_default) if state is not None else 0 for state in (old, new))
    if old is not None and old.by_default == new.by_default:
        return []
    told = ChangeLine(_("Answers taken by default"), str(before), str(after))
    return [told] if before or after else []


def _plain(value: Any) -> str:
    return "; ".join([value] if isinstance(value, str) else list(value or ()))
