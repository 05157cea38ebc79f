"""How questionnaires and classifications are shown, and what they add to use cases."""

from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.actions import classifications
from assessments.documents import chapters
from assessments.documents.words import CLASSES, STANDINGS, class_status
from assessments.forms.law import AnswersApiForm, LawForm, SendForm, StartForm, ViewForm, editions
from assessments.models import Classification, OutcomeClass, Questionnaire
from records.actors import Actor
from records.addresses import url_of
from records.columns import Column
from records.documents.sections import SectionMaker
from records.filters import Filter
from records.forms import Section
from records.kinds import Place, RecordAction, RecordKind, Writes
from records.models import Record
from records.templatetags.shapes import Status

UNCLASSIFIED = "unclassified"


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


def _is_open(record: Record) -> bool:
    return not record.is_archived


def _has_suggestions(record: Classification) -> bool:
    return _is_open(record) and bool(record.suggested)


def may_be_sent(record: Any) -> bool:
    """Say whether sign-off can be asked for now."""
    return _is_open(record) and record.standing not in {"waiting", "signed"}


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
        when=_is_open,
        icon="scale",
    ),
    RecordAction(
        name="legal-view",
        label=_("Record a legal view"),
        run=classifications.give_view,
        form=ViewForm,
        reason="none",
        when=_is_open,
    ),
    RecordAction(
        name="answers",
        label=_("Give answers"),
        run=classifications.answer,
        form=AnswersApiForm,
        reason="optional",
        when=_is_open,
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

QUESTIONNAIRE = RecordKind(
    model=Questionnaire,
    slug="questionnaires",
    menu=Place(
        group="assessments",
        icon="clipboard-list",
        order=30,
        intro=_(
            "The questions and rules that decisions rest on; a published edition never changes."
        ),
        empty=_("Questionnaires are published when the installation is set up."),
    ),
    columns=("title", "edition", "question_count", "rule_count", "content_digest"),
    filters=("code",),
    search=("ref", "code", "title"),
    fields=(
        Section(
            _("Description"),
            ("title", "code", "edition", "question_count", "rule_count", "content_digest"),
        ),
    ),
)


def classified(found: Any) -> Any:
    """Give each use case its gravest current classification, as `classification` (or None)."""
    newest = (
        Classification.objects.current()
        .filter(use_case=OuterRef("pk"))
        .with_standing()
        .order_by("gravity", "id")
    )
    told = JSONObject(
        ref=F("ref"),
        outcome=F("outcome_class"),
        open=F("asked_count") - F("answered_count"),
        standing=F("standing"),
    )
    return found.annotate(
        classification=Subquery(newest.values(told=told)[:1]),
        classification_gravity=Subquery(newest.values("gravity")[:1]),
    )


def class_of_use_case(use_case: Any) -> Status:
    """Show the class of a use case."""
    found = use_case.classification
    if found is None:
        return Status(gettext("Not classified"), "neutral")
    return class_status(found["outcome"], provisional=found["open"] > 0)


def standing_of_use_case(use_case: Any) -> Status | None:
    """Show how the classification of a use case stands towards sign-off."""
    found = use_case.classification
    return STANDINGS[found["standing"]] if found else None


def of_class(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep use cases with a classification of one of the classes, or without any."""
    if not asked:
        return found
    mine = Classification.objects.current().filter(use_case=OuterRef("pk"))
    wanted = Exists(mine.filter(outcome_class__in=asked))
    if UNCLASSIFIED in asked:
        return found.filter(wanted | ~Exists(mine))
    return found.filter(wanted)


def of_standing(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep use cases with a classification that stands so towards sign-off."""
    if not asked:
        return found
    mine = Classification.objects.current().filter(use_case=OuterRef("pk")).with_standing()
    return found.filter(Exists(mine.filter(standing__in=asked)))


CLASSIFY = RecordAction(
    name="classify",
    label=_("Classify under the AI Act"),
    run=classifications.start,
    form=StartForm,
    reason="none",
    when=_is_open,
    icon="scale",
)
USE_CASE_COLUMNS = (
    Column(
        key="classification",
        label=_("AI Act class"),
        value=class_of_use_case,
        sort="classification_gravity",
        badge=True,
    ),
    Column(key="classification_standing", label=_("Class signed"), value=standing_of_use_case),
)
USE_CASE_FILTERS = (
    Filter(
        "ai_act_class",
        django_filters.MultipleChoiceFilter(
            method=of_class,
            choices=[
                (UNCLASSIFIED, _("not classified")),
                *((code, CLASSES[code].word) for code in OutcomeClass.values),
            ],
        ),
        _("AI Act class"),
    ),
    Filter(
        "class_signed",
        django_filters.MultipleChoiceFilter(
            method=of_standing,
            choices=[(code, status.word) for code, status in STANDINGS.items()],
        ),
        _("Class signed"),
    ),
)
