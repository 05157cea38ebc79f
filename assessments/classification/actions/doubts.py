"""What a "not sure" leaves open and what was taken by default, and what a sign-off says of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.engine.ai_act import classify
from assessments.models import Classification
from assessments.questionnaires.documents.sections import parts_of


def of(record: Classification) -> list[dict[str, Any]]:
    """Return the doubts of an outcome; one that was stored before there were any is read again."""
    if "doubts" in record.outcome:
        return list(record.outcome["doubts"])
    found = classify(record.answers, edition=record.edition, on=record.on_date, act=record.act)
    return [doubt.as_json() for doubt in found.doubts]


def open_ones(record: Classification) -> list[dict[str, Any]]:
    """Return the answers in doubt without a legal view; the law stays as open as it is."""
    views = list(record.legal_views.all())
    return [
        doubt
        for doubt in of(record)
        if "question" in doubt
        and not all(
            any(view.answers_to(item) for view in views)
            for item in record.outcome["needs_review"]
            if item.get("question") == doubt["question"]
        )
    ]


def blockers(record: Classification) -> list[str]:
    """Say that a result rests on a "not sure" of which nobody has given a view, where it does."""
    doubts = open_ones(record)
    if not doubts:
        return []
    sentence = _(
        "The result of %(ref)s rests on answers that are not sure: %(questions)s. Answer them, "
        "or record a legal view on each, before you send it."
    )
    asked = record.act.questionnaire.by_id
    texts = " ".join(f"“{asked[doubt['question']].text}”" for doubt in doubts)
    return [sentence % {"ref": record.ref, "questions": texts}]


def caveat(record: Classification) -> str:
    """Say what is in doubt, for the sentence that is signed; nothing where nothing is."""
    found = of(record)
    sentences = {
        "question": _("Not settled, with a legal view on record: %(doubts)s"),
        "law": _("Left open by the law: %(doubts)s"),
    }
    told = {
        about: " ".join(doubt["why"] for doubt in found if about in doubt) for about in sentences
    }
    open_now = [
        sentence % {"doubts": told[about]} for about, sentence in sentences.items() if told[about]
    ]
    return " ".join([*open_now, *filter(None, [taken_by_default(record)])])


def taken_by_default(record: Classification) -> str:
    """Say which answers nobody looked at one by one; nothing where there are none."""
    taken = record.by_default
    words = ngettext(
        "%(count)s answer was taken by default: %(sections)s.",
        "%(count)s answers were taken by default: %(sections)s.",
        len(taken),
    )
    return words % {"count": len(taken), "sections": parts_of(record, taken)} if taken else ""
