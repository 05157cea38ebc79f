"""How classifications are shown, and what can be done to them."""

from typing import Any

import django_filters
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.actions import classifications
from assessments.documents import chapters
from assessments.documents.words import STANDINGS, class_status
from assessments.forms.law import AnswersApiForm, LawForm, SendForm, ViewForm, editions
from assessments.models import Classification
from records.actors import Actor
from records.addresses import url_of
from records.columns import Column
from records.documents.sections import SectionMaker
from records.filters import Filter
from records.kinds import Place, RecordAction, RecordKind, Writes
from records.models import Record
from records.templatetags.shapes import Status


def outcome(record: Classification) -> Status:
    """Show the class."""
    return class_status(record.outcome_class, provisional=not record.is_answered)


def standing(record: Any) -> Status:
    """Show how a classification stands towards sign-off; the kind works it out."""
    return STANDINGS[record.standing]


def progress(record: Classification) -> str:
    """Tell how much is answered."""
    words = {"answered": record.answered_count, "asked": record.asked_count}
    return gettext("%(answered)s of %(asked)s") % words


def complete(found: Any) -> Any:
    """Join what names a classification, and work out how each stands towards sign-off."""
    return found.with_story().with_standing()


def is_open(record: Record) -> bool:
    """Say whether a record is in use."""
    return not record.is_archived


def _has_suggestions(record: Classification) -> bool:
    return is_open(record) and bool(record.suggested)


def may_be_sent(record: Any) -> bool:
    """Say whether sign-off can be asked for now."""
    return is_open(record) and record.standing not in {"waiting", "signed"}


def in_doubt(found: Any, _name: str, asked: bool) -> Any:
    """Keep what still needs a legal view, or what does not."""
    return found.filter(open_review_count__gt=0) if asked else found.filter(open_review_count=0)


def send(record: Classification, *, actor: Actor, note: str) -> str:
    """Send a classification for sign-off and lead to where it is signed."""
    return url_of(classifications.send(record, actor=actor, note=note))


ACTIONS = (
    RecordAction(
        name="send",
        label=_("Send for sign-off"),
        run=send,
        form=SendForm,
        reason="none",
        question=_("Ask others to sign this classification?"),
        consequences=(
            _("They sign exactly the state it has now: answers, outcome, and the use case."),
            _("Whoever wrote it cannot sign it."),
            _("Any later change makes the signatures stale."),
        ),
        when=may_be_sent,
        icon="send",
        look="primary",
    ),
    RecordAction(
        name="adopt",
        label=_("Adopt suggestions"),
        run=classifications.adopt,
        reason="none",
        question=_("Take over what the register suggests as your answers?"),
        consequences=(_("Every one of them can be changed afterwards."),),
        when=_has_suggestions,
        icon="check",
    ),
    RecordAction(
        name="law",
        label=_("Change edition or date"),
        run=classifications.choose_law,
        form=LawForm,
        reason="optional",
        question=_("By which law is it read?"),
        when=is_open,
        icon="scale",
    ),
    RecordAction(
        name="legal-view",
        label=_("Record a legal view"),
        run=classifications.give_view,
        form=ViewForm,
        reason="none",
        when=is_open,
    ),
    RecordAction(
        name="answers",
        label=_("Give answers"),
        run=classifications.answer,
        form=AnswersApiForm,
        reason="optional",
        when=is_open,
    ),
)

CLASSIFICATION = RecordKind(
    model=Classification,
    slug="classifications",
    document=SectionMaker(order=0, make=chapters.one),
    menu=Place(
        group="assessments",
        icon="scale",
        order=10,
        intro=_("What the AI Act makes of each use case, with the answers and rules behind it."),
        empty=_("A classification begins on the page of a use case."),
    ),
    columns=(
        Column(
            key="title",
            label=_("Use case"),
            value=str,
            sort="use_case__name",
            joins=("use_case__unit", "intended_use"),
        ),
        Column(
            key="outcome_class",
            label=_("Class"),
            value=outcome,
            export=lambda record: str(record.get_outcome_class_display()),
            sort="gravity",
            badge=True,
        ),
        Column(key="standing", label=_("Sign-off"), value=standing, sort="standing", badge=True),
        "edition",
        "on_date",
        Column(key="progress", label=_("Answered"), value=progress, sort="answered_count"),
        "open_review_count",
        "owner",
        Column(key="unit", shown=False),
        "updated_at",
    ),
    filters=(
        "unit",
        "outcome_class",
        Filter(
            "standing",
            django_filters.MultipleChoiceFilter(
                choices=[(code, status.word) for code, status in STANDINGS.items()]
            ),
            _("Sign-off"),
        ),
        Filter("edition", django_filters.ChoiceFilter(choices=editions), _("Edition of the law")),
        Filter(
            "in_doubt",
            django_filters.BooleanFilter(method=in_doubt),
            _("Needs a legal view"),
        ),
        "owner",
    ),
    search=("ref", "use_case__name", "use_case__ref"),
    fields=(),
    actions=ACTIONS,
    writes=Writes(archive=True),
    api_fields=(
        "unit",
        "owner",
        "use_case",
        "questionnaire",
        "questionnaire_digest",
        "edition",
        "on_date",
        "law_digest",
        "answers",
        "suggested",
        "outcome",
        "outcome_class",
        "asked_count",
        "answered_count",
        "open_review_count",
    ),
)
