"""An assessment told in documents: for whoever reads it before signing, and in evidence packs."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.questionnaires.documents.doubts import DoubtText, doubts_of, nowhere
from assessments.questionnaires.documents.outcome import left_open, reasons_of, result_of
from assessments.questionnaires.documents.sections import states_of
from assessments.questionnaires.models.assessments import Assessment
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.models import Record


def assessment(record: Record, _reading: DocumentReading) -> DocumentSection:
    """Tell an assessment by its outcome, reasons, doubts and answers, and what it lacks."""
    assert isinstance(record, Assessment)  # noqa: S101 - registered for assessments alone
    views = list(record.legal_views.all())
    doubts = doubts_of(record, views)
    context = {
        "record": record,
        "result": result_of(record),
        "left_open": left_open(record),
        "reasons": reasons_of(record, nowhere),
        "doubts": doubts,
        "sections": _sections(record),
    }
    html = render_to_string("documents/assessments/assessment.html", context)
    title = str(record._meta.verbose_name)
    chapter = Chapter("assessment", title[:1].upper() + title[1:], html)
    told = (record, record.subject, record.questionnaire)
    return DocumentSection(chapter, told, tuple(_gaps(record, doubts)))


def _sections(record: Assessment) -> list[dict[str, object]]:
    counts = record.sheet().effective
    return [
        {
            "title": state.section.title,
            "rows": [
                {
                    "text": question.text,
                    "answer": question.told(counts[question.id]),
                    "is_answered": question.id in record.answers,
                    "is_by_default": question.id in record.by_default,
                }
                for question in state.asked
            ],
        }
        for state in states_of(record, [])
    ]


def _gaps(record: Assessment, doubts: list[DoubtText]) -> Iterator[CompletenessLine]:
    lacking = [doubt for doubt in doubts if doubt.view is None]
    if record.open_count:
        words = ngettext(
            "%(count)s question of %(ref)s has no answer and counts by its default.",
            "%(count)s questions of %(ref)s have no answer and count by their defaults.",
            record.open_count,
        )
        text = words % {"count": record.open_count, "ref": record.ref}
        yield CompletenessLine("missing", "assessment.unanswered", record.ref, text)
    for doubt in lacking:
        text = _("Needs a legal view: %(why)s") % {"why": doubt.why}
        yield CompletenessLine("missing", "assessment.legal_view", record.ref, text)
    if not (record.open_count or lacking):
        text = _(
            "Every question of %(ref)s that is asked has an answer, and none waits for a view."
        )
        yield CompletenessLine("ok", "assessment.complete", record.ref, text % {"ref": record.ref})
