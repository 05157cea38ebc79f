"""What changed between two states of a classification, question by question and in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.classification.documents.words import ROLES
from assessments.engine.compare import compare_answers
from assessments.models import Classification, act_of
from records import values
from records.templatetags.shapes import Change, Text

# Codes, counts and digests that follow from the rest; answers and outcome are told apart.
_SILENT = (
    "answers",
    "by_default",
    "suggested",
    "outcome",
    "gravity",
    "asked_count",
    "answered_count",
    "law_digest",
    "questionnaire_digest",
)
_TOLD: dict[str, Text] = {
    "prohibited": gettext_lazy("Prohibited practices"),
    "grounds": gettext_lazy("High-risk grounds"),
    "transparency": gettext_lazy("Transparency cases"),
    "roles": gettext_lazy("Our roles"),
    "upcoming": gettext_lazy("Comes later"),
}


def told_anew(
    changes: Iterable[Change], old: Any, new: Any, *, most: int | None = None
) -> list[Change]:
    """Tell answers and outcome in place of their raw values; `old` is None for the first state.

    Beyond `most` answers only their number is told.
    """
    fields = [values.field_of(Classification, name) for name in _SILENT]
    silent = {values.label_of(field) for field in fields if field is not None}
    # Details of a field are labelled by it: "Answers: R2".
    kept = [one for one in changes if str(one.label).partition(": ")[0] not in silent]
    if new is None:
        return kept
    answers = _answers(old, new)
    left = len(answers) - most if most is not None else 0
    if left > 1:
        words = ngettext("%(count)s more answer", "%(count)s more answers", left)
        answers = [*answers[:most], Change(words % {"count": left}, "", _("see the comparison"))]
    return [*_outcome(old, new), *answers, *_taken(old, new), *kept]


def _answers(old: Any, new: Any) -> list[Change]:
    questions = act_of(new.questionnaire_digest).questionnaire.by_id
    given = old.answers if old is not None else {}
    found = []
    for item in compare_answers(given, new.answers):
        question = questions.get(item["question"])
        labels = {each.value: each.label for each in question.answers} if question else {}
        text = question.text if question else item["question"]
        found.append(Change(text, _label(labels, item["from"]), _label(labels, item["to"])))
    return found


def _taken(old: Any, new: Any) -> list[Change]:
    """Tell how many answers were taken by default; which ones, the answers themselves say."""
    before, after = (len(state.by_default) if state is not None else 0 for state in (old, new))
    if old is not None and old.by_default == new.by_default:
        return []
    told = Change(_("Answers taken by default"), str(before), str(after))
    return [told] if before or after else []


def _label(labels: Mapping[str, str], value: Any) -> str:
    chosen = [value] if isinstance(value, str) else list(value or ())
    return "; ".join(labels.get(each, each) for each in chosen)


def _outcome(old: Any, new: Any) -> list[Change]:
    before = old.outcome if old is not None else {}
    found = [
        Change(label, _list(key, before.get(key, ())), _list(key, new.outcome[key]))
        for key, label in _TOLD.items()
        if list(before.get(key, ())) != list(new.outcome[key])
    ]
    duties = [sorted({each["provision"] for each in state.get("duties", ())})
              for state in (before, new.outcome)]  # fmt: skip
    if duties[0] != duties[1]:
        found.append(Change(_("Duties"), "; ".join(duties[0]), "; ".join(duties[1])))
    return found


def _list(key: str, names: Iterable[str]) -> str:
    return "; ".join(str(ROLES.get(name, name)) if key == "roles" else name for name in names)
