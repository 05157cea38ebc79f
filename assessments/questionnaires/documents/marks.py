"""What changed since last time, question by question, for whoever assesses anew."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.questionnaires.engine.expressions import Value
from assessments.questionnaires.engine.marks import AnswerMark, AskedQuestionnaire, compare
from assessments.questionnaires.engine.questionnaire import Question
from assessments.questionnaires.models.assessments import Assessment
from records.shapes import Status, Text

_SHOWN: dict[str, Status] = {
    "new": Status(gettext_lazy("New"), "info", gettext_lazy("It was not asked last time.")),
    "reworded": Status(
        gettext_lazy("Reworded"), "warn", gettext_lazy("It reads otherwise than last time.")
    ),
    "changed": Status(
        gettext_lazy("Changed"), "warn", gettext_lazy("You answered otherwise last time.")
    ),
}


@dataclass(frozen=True)
class MarkShown:
    """The mark beside a question: a badge, and the answer of last time."""

    status: Status
    last_time: Text


@dataclass(frozen=True)
class SinceLastTime:
    """What an assessment that was made anew differs in from the one before."""

    ref: str
    counts: Mapping[str, int]
    gone: tuple[tuple[str, Text], ...]


def marks_of(record: Assessment) -> Mapping[str, AnswerMark]:
    """Compare an assessment with the one it was made anew from; nothing where there is none."""
    if record.previous is None:
        return {}
    return compare(_asked(record.previous), _asked(record))


def shown(
    record: Assessment, question: Question, marks: Mapping[str, AnswerMark]
) -> MarkShown | None:
    """Return the mark beside a question; nothing where it is as last time."""
    mark = marks.get(question.id)
    if mark is None or mark.kind not in _SHOWN:
        return None
    return MarkShown(_SHOWN[mark.kind], _label(record.previous, question.id, mark.before))


def since_last_time(record: Assessment) -> SinceLastTime | None:
    """Sum up what changed, and list the questions that are asked no more."""
    if record.previous is None:
        return None
    marks = marks_of(record)
    kinds = [mark.kind for mark in marks.values()]
    counts = {kind: kinds.count(kind) for kind in ("new", "reworded", "changed", "gone")}
    known = record.previous.questions
    gone = tuple(
        (question.text, _label(record.previous, question.id, marks[question.id].before))
        for question in known.questions
        if question.id in marks and marks[question.id].kind == "gone"
    )
    return SinceLastTime(record.previous.ref, counts, gone)


def _asked(record: Assessment) -> AskedQuestionnaire:
    return AskedQuestionnaire(record.questions, record.sheet(), record.fixed)


def _label(record: Assessment | None, question: str, value: Value | None) -> str:
    if record is None or value is None:
        return _("not answered")
    return record.questions.by_id[question].told(value)
