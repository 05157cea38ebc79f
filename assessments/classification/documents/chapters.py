"""What classifications add to an evidence pack about a use case, or about one of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessments.classification.actions.classifications import basis
from assessments.classification.documents import duties, opening, overriding
from assessments.classification.documents.effects import DECISIVE
from assessments.classification.documents.law import LawBook
from assessments.classification.documents.noted import noted
from assessments.classification.documents.overriding import status_of
from assessments.classification.documents.telling import ClassificationTeller
from assessments.classification.documents.words import GPAI, ROLES
from assessments.models import Classification, LegalView, OutcomeClass
from assessments.questionnaires.documents.sections import states_of
from governance import days
from governance.packs import signed
from records.documents.parts import Chapter
from records.documents.sections import CompletenessLine, DocumentReading, DocumentSection
from records.models import Record
from records.shapes import Fact, Reason, ReasonAnswer
from records.values import sentence


def classifications_of(subject: Record, reading: DocumentReading) -> list[Classification]:
    """Return the current classifications of a use case that the reader may have in a pack.

    Of a classification it is the one itself, current or not.
    """
    found = Classification.objects.visible_to(reading.actor, "pack")
    if isinstance(subject, Classification):
        found = found.filter(pk=subject.pk)
    else:
        found = found.current().filter(use_case_id=subject.pk)
    return list(found.with_story().order_by("id"))


def classification(subject: Record, reading: DocumentReading) -> DocumentSection:
    """Tell every current classification of a use case, or one alone, and what it lacks."""
    found = classifications_of(subject, reading)
    told = [_told(record, reading) for record in found]
    html = render_to_string("documents/assessments/classification.html", {"all": told})
    gaps = [gap for record in found for gap in _gaps(record)]
    records = tuple(each for record in found for each in (record, *basis(record)))
    chapter = Chapter("classification", _("Classification under the AI Act"), html)
    return DocumentSection(chapter, records, tuple(gaps), headline=tuple(opening.told(found)))


def one(record: Record, reading: DocumentReading) -> DocumentSection:
    """Tell one classification by itself, for whoever reads it before signing."""
    assert isinstance(record, Classification)  # noqa: S101 - registered for this kind alone
    context = {"all": [_told(record, reading)], "is_folded": True}
    html = render_to_string("documents/assessments/classification.html", context)
    return DocumentSection(Chapter("classification", _("Classification under the AI Act"), html))


def sign_offs(subject: Record, reading: DocumentReading) -> DocumentSection:
    """Tell the sign-offs of every classification that is told."""
    made = [signed.sign_offs(record, reading) for record in classifications_of(subject, reading)]
    html = "".join(part.chapter.html for part in made if part.chapter)
    return DocumentSection(
        Chapter(signed.CHAPTER, _("Sign-offs"), html) if html else None,
        tuple(record for part in made for record in part.records),
        tuple(gap for part in made for gap in part.gaps),
    )


def _told(record: Classification, reading: DocumentReading) -> dict[str, object]:
    day = days.day_of(reading.moment)
    told = ClassificationTeller(record, law=LawBook(record.edition, linked=False), day=day)
    views, anchor = list(record.legal_views.all()), record.ref.lower()
    return {
        "record": record,
        "anchor": anchor,
        "told": told,
        "law_doubt": told.law.doubts(record.on_date),
        "override": overriding.told(record),
        "facts": _facts(record, told),
        "decisive": told.reasons(*DECISIVE),
        "other_reasons": told.reasons("role", "duty"),
        "noes": (noes := _noes(told)),
        "one_reason": _for_one_reason(told, noes),
        "owed": noted(told.law, duties.owed(told.law, record, day=day), anchor=f"{anchor}-owed"),
        "others": noted(
            told.law,
            [duty for duty in told.duties() if not duty.is_ours],
            anchor=f"{anchor}-others",
        ),
        "doubts": told.doubts(views),
        "sections": _sections(record, told, views),
    }


def _noes(told: ClassificationTeller) -> list[dict[str, Any]]:
    """Put the rules that do not hold for the same answers into one row, where the first stands."""
    groups: dict[tuple[str, ...], tuple[list[Reason], Sequence[ReasonAnswer]]] = {}
    for topic in ("derogation", "prohibited", "high_risk", "transparency"):
        for reason in told.refusals(topic):
            key = tuple(f"{each.question} {each.answer}" for each in reason.because)
            groups.setdefault(key, ([], reason.because))[0].append(reason)
    return [{"rules": rules, "because": because} for rules, because in groups.values()]


def _for_one_reason(
    told: ClassificationTeller, noes: Sequence[dict[str, Any]]
) -> dict[str, object] | None:
    """Tell at once that no rule on systems holds where a model alone is classified; else none."""
    if told.outcome["class"] != OutcomeClass.MODEL_ONLY or not noes:
        return None
    shared = [
        answer for answer in noes[0]["because"] if all(answer in row["because"] for row in noes)
    ]
    count = sum(len(row["rules"]) for row in noes)
    return {"count": count, "because": shared} if shared else None


def _facts(record: Classification, told: ClassificationTeller) -> list[Fact]:
    outcome = record.outcome
    roles = [sentence(str(ROLES[name])) for name in told.roles]
    by_rules = [Fact(_("Class by the rules"), told.status)] if record.override_state else []
    return [
        Fact(_("Class"), status_of(record)),
        *by_rules,
        Fact(_("Law"), told.law.title),
        Fact(_("Law as of"), record.on_date),
        Fact(_("Our roles"), roles),
        Fact(_("General-purpose model"), sentence(str(GPAI[outcome["gpai"]]))),
        Fact(_("Answered"), f"{record.answered_count} / {record.asked_count}"),
        Fact(_("Questionnaire"), _hex(record.questionnaire_digest)),
        Fact(_("Catalogue of the law"), _hex(record.law_digest)),
        Fact(_("State of this record"), _hex(record.digest)),
    ]


def _hex(digest: str) -> SafeString:
    return mark_safe(f'<span class="hex">{digest}</span>')  # noqa: S308 - hexadecimal digits


def _sections(
    record: Classification, told: ClassificationTeller, views: list[LegalView]
) -> list[dict[str, object]]:
    return [
        {
            "title": state.section.title,
            "hidden": state.hidden,
            "rows": [_row(record, told, question.id) for question in state.asked],
        }
        for state in states_of(record, views)
    ]


def _row(record: Classification, told: ClassificationTeller, question: str) -> dict[str, object]:
    default = told.act.questionnaire.by_id[question].default
    return {
        "id": question,
        "text": told.question(question),
        "answer": told.answer(question, record.answers.get(question, default)),
        "is_answered": question in record.answers,
        "is_by_default": question in record.by_default,
    }


def _gaps(record: Classification) -> Iterable[CompletenessLine]:
    """Tell what no check can: what the register denies, and a law that no longer holds."""
    told = ClassificationTeller(
        record, law=LawBook(record.edition, linked=False), day=record.on_date
    )
    otherwise = told.contradicted()
    for text in otherwise:
        yield CompletenessLine(
            "missing", "classification.register", record.ref, f"{record.ref}: {text}"
        )
    law_doubt = told.law.doubts(record.on_date)
    if law_doubt:
        yield CompletenessLine("stale", "classification.law", record.ref, law_doubt)
    if not otherwise:
        text = _("The register denies no answer of %(ref)s.")
        yield CompletenessLine(
            "ok", "classification.register", record.ref, text % {"ref": record.ref}
        )
    if not law_doubt:
        text = _("The edition of the law that %(ref)s was read by holds on its day.")
        yield CompletenessLine("ok", "classification.law", record.ref, text % {"ref": record.ref})
