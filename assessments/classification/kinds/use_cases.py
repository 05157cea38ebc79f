"""What classifications add to the lists of use cases."""

from functools import cache
from typing import Any

import django_filters
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.classification.actions import classifications
from assessments.classification.documents.overriding import status_of, worst_of
from assessments.classification.documents.words import CLASSES, ROLES, TOLD
from assessments.classification.forms.law import ClassificationStartForm
from assessments.classification.kinds.classifications import standing
from assessments.classification.models.choices import UNANSWERED
from assessments.models import Classification, OutcomeClass
from assessments.questionnaires.kinds.actions import is_open
from governance.signoff.standings import STANDINGS
from records.kinds import RecordAction
from records.lists import Column, Filter
from records.shapes import Status

UNCLASSIFIED = "unclassified"


def classified(found: Any) -> Any:
    """Bring each use case's current classifications along, the gravest first, as `classified_as`.

    They are read by one query of their own for all rows that are shown: joined row by row, the
    past would be read anew for each of them.
    """
    shown, gravest = _by_gravity()
    return found.alias(classification_gravity=Subquery(gravest.all())).prefetch_related(
        Prefetch("classifications", queryset=shown.all(), to_attr="classified_as")
    )


@cache
def _by_gravity() -> tuple[Any, Any]:
    """Return what is shown, and the gravity of the gravest; written once, for it never differs."""
    current = Classification.objects.current().with_class().order_by("gravity_now", "id")
    shown = current.defer("answers", "suggested", "outcome")
    return shown, current.filter(use_case=OuterRef("pk")).values("gravity_now")[:1]


def class_of_use_case(use_case: Any) -> Status:
    """Show the gravest class of a use case, open where one of its classifications is."""
    if not use_case.classified_as:
        return Status(gettext("Not classified"), "neutral")
    return status_of(use_case.classified_as[0], worst=worst_of(use_case.classified_as))


def standing_of_use_case(use_case: Any) -> Status | None:
    """Show how that classification stands towards sign-off."""
    return standing(use_case.classified_as[0]) if use_case.classified_as else None


def of_class(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep use cases whose gravest classification is of one of the classes, or without any."""
    if not asked:
        return found
    mine = Classification.objects.current().filter(use_case=OuterRef("pk"))
    # Most are ruled out by what the classification itself says, without a look at sign-offs.
    of_them = Q(outcome_class__in=asked) | Q(override_class__in=asked)
    if UNANSWERED in asked:
        of_them |= Q(answered_count=0)
    possible = Exists(mine.filter(of_them))
    gravest = mine.with_class().order_by("gravity_now", "id").values("class_told")[:1]
    # Written as a case, for the database takes a plain comparison to keep next to nothing, and
    # then joins what it finds with every single unit.
    is_of_class = Case(When(ai_act_class_now__in=asked, then=Value(True)), default=Value(False))
    found = found.alias(ai_act_class_now=Subquery(gravest), is_of_class=is_of_class)
    wanted = Q(possible) & Q(is_of_class=True)
    if UNCLASSIFIED in asked:
        wanted |= ~Q(Exists(mine))
    return found.filter(wanted)


def of_worst(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep use cases with a classification that an open answer could turn into such a class."""
    if not asked:
        return found
    mine = Classification.objects.current().filter(use_case=OuterRef("pk"))
    return found.filter(Exists(mine.filter(worst_class__in=asked)))


def of_standing(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep use cases with a classification that stands so towards sign-off."""
    if not asked:
        return found
    mine = Classification.objects.current().filter(use_case=OuterRef("pk")).with_standing()
    return found.filter(Exists(mine.filter(standing__in=asked)))


def of_role(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep use cases in which one of the roles was found."""
    if not asked:
        return found
    mine = Classification.objects.current().filter(use_case=OuterRef("pk"))
    return found.filter(Exists(mine.filter(roles__overlap=asked)))


CLASSIFY = RecordAction(
    name="classify",
    label=_("Classify under the AI Act"),
    run=classifications.start,
    form=ClassificationStartForm,
    reason="none",
    when=is_open,
    icon="scale",
)
USE_CASE_COLUMNS = (
    Column(
        key="classification",
        label=_("AI Act class"),
        value=class_of_use_case,
        sort="classification_gravity",
        badge=True,
        after="name",
    ),
    Column(
        key="classification_standing",
        label=_("Class signed"),
        value=standing_of_use_case,
        after="name",
    ),
)
USE_CASE_FILTERS = (
    Filter(
        "ai_act_class",
        django_filters.MultipleChoiceFilter(
            method=of_class,
            choices=[
                (UNCLASSIFIED, _("not classified")),
                *((code, status.word) for code, status in TOLD.items()),
            ],
        ),
        _("AI Act class"),
        after="unit",
    ),
    Filter(
        "ai_act_worst",
        django_filters.MultipleChoiceFilter(
            method=of_worst,
            choices=[(code, CLASSES[code].word) for code in OutcomeClass.values],
        ),
        _("Not settled, at worst"),
    ),
    Filter(
        "class_signed",
        django_filters.MultipleChoiceFilter(
            method=of_standing,
            choices=[(code, status.word) for code, status in STANDINGS.items()],
        ),
        _("Class signed"),
    ),
    Filter(
        "ai_act_role",
        django_filters.MultipleChoiceFilter(method=of_role, choices=list(ROLES.items())),
        _("Role under the AI Act"),
    ),
)
