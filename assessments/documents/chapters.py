"""What classifications add to an evidence pack about a use case."""

from collections.abc import Iterable

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.classifications import basis
from assessments.documents import overriding
from assessments.documents.effects import DECISIVE
from assessments.documents.law import LawBook
from assessments.documents.overriding import status_of
from assessments.documents.sections import states_of
from assessments.documents.telling import Doubt, Teller
from assessments.documents.uses import missing_uses
from assessments.documents.words import GPAI, ROLES
from assessments.models import Classification, LegalView
from governance.packs import chapters as governance_chapters
from inventory.models import UseCase
from records.documents.parts import Chapter
from records.documents.sections import Gap, Level, Reading, Section
from records.models import Record
from records.templatetags.shapes import Fact
from records.values import sentence


def classifications_of(use_case: Record, reading: Reading) -> list[Classification]:
    """Return the current classifications of a use case that the reader may have in a pack."""
    found = Classification.objects.visible_to(reading.actor, "pack").current()
    return list(found.filter(use_case_id=use_case.pk).with_story().order_by("id"))


def classification(use_case: Record, reading: Reading) -> Section:
    """Tell every current classification of a use case, and what it lacks."""
    found = classifications_of(use_case, reading)
    told = [_told(record, reading) for record in found]
    html = render_to_string("documents/assessments/classification.html", {"all": told})
    gaps = [gap for record in found for gap in _gaps(record)]
    gaps += _unclassified(use_case, found)
    records = tuple(each for record in found for each in (record, *basis(record)))
    chapter = Chapter("classification", _("Classification under the AI Act"), html)
    return Section(chapter, records, tuple(gaps))


def one(record: Record, reading: Reading) -> Section:
    """Tell one classification by itself, for whoever reads it before signing."""
    assert isinstance(record, Classification)  # noqa: S101 - registered for this kind alone
    context = {"all": [_told(record, reading)]}
    html = render_to_string("documents/assessments/classification.html", context)
    return Section(Chapter("classification", _("Classification under the AI Act"), html))


def sign_offs(use_case: Record, reading: Reading) -> Section:
    """Tell the sign-offs of every current classification."""
    made = [
        governance_chapters.sign_offs(record, reading)
        for record in classifications_of(use_case, reading)
    ]
    html = "".join(part.chapter.html for part in made if part.chapter)
    title = _("Sign-offs of the classification")
    return Section(
        Chapter("classification-signoffs", title, html) if html else None,
        tuple(record for part in made for record in part.records),
        tuple(gap for part in made for gap in part.gaps),
    )


def _told(record: Classification, reading: Reading) -> dict[str, object]:
    day = timezone.localdate(reading.moment)
    told = Teller(record, law=LawBook(record.edition, linked=False), day=day)
    views = list(record.legal_views.all())
    return {
        "record": record,
        "anchor": record.ref.lower(),
        "told": told,
        "law_doubt": told.law.doubts(record.on_date),
        "override": overriding.told(record),
        "facts": _facts(record, told),
        "decisive": told.reasons(*DECISIVE),
        "other_reasons": told.reasons("role", "duty"),
        "noes": [
            reason
            for topic in ("prohibited", "high_risk", "transparency")
            for reason in told.refusals(topic)
        ],
        "duties": told.duties(),
        "doubts": told.doubts(views),
        "sections": _sections(record, told, views),
    }


def _facts(record: Classification, told: Teller) -> list[Fact]:
    outcome = record.outcome
    roles = [sentence(str(ROLES[name])) for name in outcome["roles"]]
    return [
        Fact(_("Class"), status_of(record)),
        Fact(_("Class by the rules"), told.status),
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
    record: Classification, told: Teller, views: list[LegalView]
) -> list[dict[str, object]]:
    return [
        {
            "title": state.section.title,
            "hidden": state.hidden,
            "rows": [_row(record, told, question.id) for question in state.asked],
        }
        for state in states_of(record, views)
    ]


def _row(record: Classification, told: Teller, question: str) -> dict[str, object]:
    default = told.act.questionnaire.by_id[question].default
    return {
        "id": question,
        "text": told.question(question),
        "answer": told.answer(question, record.answers.get(question, default)),
        "is_answered": question in record.answers,
    }


def _gaps(record: Classification) -> Iterable[Gap]:
    told = Teller(record, law=LawBook(record.edition, linked=False), day=record.on_date)
    doubts = [each for each in told.doubts(list(record.legal_views.all())) if each.view is None]
    if record.open_count:
        words = ngettext(
            "%(count)s question of %(ref)s has no answer and counts by its default.",
            "%(count)s questions of %(ref)s have no answer and count by their defaults.",
            record.open_count,
        )
        text = words % {"count": record.open_count, "ref": record.ref}
        yield Gap("missing", "classification.unanswered", record.ref, text)
    for doubt in doubts:
        yield Gap("missing", "classification.legal_view", record.ref, _doubt_text(doubt))
    law_doubt = told.law.doubts(record.on_date)
    if law_doubt:
        yield Gap("stale", "classification.law", record.ref, law_doubt)
    if gap := _override_gap(record):
        yield gap
    if not (record.open_count or doubts or law_doubt or gap):
        text = _("Every question of %(ref)s that is asked has an answer, and none is in doubt.")
        yield Gap("ok", "classification.complete", record.ref, text % {"ref": record.ref})


def _override_gap(record: Classification) -> Gap | None:
    """Name an override that does not count: nobody signed it, or its answers changed."""
    shown = overriding.told(record)
    if shown is None or shown.state == "signed":
        return None
    level: Level = "stale" if shown.state == "lapsed" else "unsigned"
    code = f"classification.override_{shown.state}"
    return Gap(level, code, record.ref, f"{record.ref}: {shown.title}. {shown.sentence}")


def _doubt_text(doubt: Doubt) -> str:
    return _("Needs a legal view: %(why)s") % {"why": doubt.why}


def _unclassified(use_case: Record, found: list[Classification]) -> list[Gap]:
    assert isinstance(use_case, UseCase)  # noqa: S101 - registered for this kind alone
    done = {record.intended_use_id for record in found}
    if not done:
        text = _("%(ref)s was never classified under the AI Act.") % {"ref": use_case.ref}
        return [Gap("missing", "classification.none", use_case.ref, text)]
    left = missing_uses(use_case, done)
    text = _("The intended use “%(use)s” was never classified under the AI Act.")
    return [
        Gap("missing", "classification.use", use_case.ref, text % {"use": use.title})
        for use in left
    ]
