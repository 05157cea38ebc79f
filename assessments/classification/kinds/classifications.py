"""How classifications are shown, and what can be done to them."""

from operator import attrgetter
from typing import Any

import django_filters
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.classification.documents import chapters
from assessments.classification.documents.overriding import (
    by_rules,
    class_word,
    status_of,
    unsigned,
)
from assessments.classification.documents.words import CLASSES, TOLD
from assessments.classification.forms.law import editions
from assessments.classification.kinds.classification_actions import ACTIONS
from assessments.models import Classification, OutcomeClass
from governance.signoff.standings import STANDINGS
from records.documents.sections import SectionMaker
from records.kinds import MenuPlace, RecordKind, Writes
from records.lists import Column, Filter
from records.shapes import Status


def standing(record: Any) -> Status:
    """Show how a classification stands towards sign-off; the kind works it out."""
    return STANDINGS[record.standing]


def progress(record: Classification) -> str:
    """Tell how much is answered."""
    words = {"answered": record.answered_count, "asked": record.asked_count}
    return gettext("%(answered)s of %(asked)s") % words


def complete(found: Any) -> Any:
    """Join what names a classification, and work out how each stands towards sign-off."""
    return found.with_story().with_class()


def of_class(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep what is of one of the classes, as they count."""
    return found.filter(class_told__in=asked) if asked else found


def overridden(found: Any, _name: str, asked: bool) -> Any:
    """Keep what has an override, signed or not, or what has none."""
    return found.exclude(override_class="") if asked else found.filter(override_class="")


def in_doubt(found: Any, _name: str, asked: bool) -> Any:
    """Keep what still needs a legal view, or what does not."""
    return found.filter(open_review_count__gt=0) if asked else found.filter(open_review_count=0)


def with_defaults(found: Any, _name: str, asked: bool) -> Any:
    """Keep what has answers taken by default, or what has none."""
    return found.exclude(by_default=[]) if asked else found.filter(by_default=[])


CLASSIFICATION = RecordKind(
    model=Classification,
    slug="classifications",
    document=SectionMaker(order=0, make=chapters.one),
    menu=MenuPlace(
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
            value=status_of,
            export=class_word,
            sort="gravity_now",
            badge=True,
        ),
        Column(key="class_by_rules", label=_("Class by the rules"), value=by_rules, shown=False),
        Column(key="override", label=_("Override"), value=unsigned, badge=True, shown=False),
        Column(key="standing", label=_("Sign-off"), value=standing, sort="standing", badge=True),
        Column(key="edition", shown=False),
        Column(key="on_date", shown=False),
        Column(key="progress", label=_("Answered"), value=progress, sort="answered_count"),
        Column(
            key="default_count",
            label=_("Taken by default"),
            value=attrgetter("default_count"),
            shown=False,
        ),
        "open_review_count",
        "owner",
        Column(key="unit", shown=False),
        "updated_at",
    ),
    filters=(
        "unit",
        Filter(
            "outcome_class",
            django_filters.MultipleChoiceFilter(
                method=of_class,
                choices=[(code, status.word) for code, status in TOLD.items()],
            ),
            _("Class"),
        ),
        Filter("overridden", django_filters.BooleanFilter(method=overridden), _("Set by override")),
        Filter(
            "standing",
            django_filters.MultipleChoiceFilter(
                choices=[(code, status.word) for code, status in STANDINGS.items()]
            ),
            _("Sign-off"),
        ),
        Filter("edition", django_filters.ChoiceFilter(choices=editions), _("Edition of the law")),
        Filter(
            "at_worst",
            django_filters.MultipleChoiceFilter(
                field_name="worst_class",
                choices=[(code, CLASSES[code].word) for code in OutcomeClass.values],
            ),
            _("Not settled, at worst"),
        ),
        Filter(
            "in_doubt",
            django_filters.BooleanFilter(method=in_doubt),
            _("Needs a legal view"),
        ),
        Filter(
            "by_default",
            django_filters.BooleanFilter(method=with_defaults),
            _("Has answers taken by default"),
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
        "by_default",
        "suggested",
        "outcome",
        "outcome_class",
        "class_in_force",
        "override_class",
        "override_state",
        "override_reason",
        "override_basis",
        "override_by",
        "override_at",
        "intended_use_id",
        "previous",
        "asked_count",
        "answered_count",
        "open_review_count",
        "worst_class",
    ),
)
