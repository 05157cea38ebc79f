"""Filters of the list of obligations."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.documents.words import CLASSES, ROLES
from assessments.models import Classification, ObligationPlan, OutcomeClass
from assessments.owed import meeting, words
from assessments.owed.levels import at_levels
from controls import vocabulary
from governance.models import Unit
from governance.standings import STANDINGS
from records.filters import NO_SUCH, BelowUnitFilter, ChoiceMenu, ChoiceSearch, SearchFilter
from records.history import current_moment

SOON = timedelta(days=90)
REGIMES = tuple(vocabulary.APPLIES_TO.items())


def today() -> Any:
    """Return the day by which things are judged: today, or the day that is looked back to."""
    return timezone.localdate(current_moment())


def _planned(**conditions: Any) -> Exists:
    plans = ObligationPlan.objects.current().filter(
        use_case=OuterRef("use_case_id"),
        provision=OuterRef("duty_provision"),
        role=OuterRef("duty_role"),
        **conditions,
    )
    return Exists(plans)


def of_state(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep obligations in some of the states."""
    if not asked:
        return found
    level, day = at_levels(), today()
    unmet = level[0]
    conditions = {
        words.WAITS: unmet & Q(duty_applies_from__isnull=True),
        words.LATER: unmet & Q(duty_applies_from__gt=day),
        words.OPEN: unmet & Q(duty_applies_from__lte=day),
        words.RECORDED: level[meeting.RECORDED],
        words.CURRENT: level[meeting.CURRENT],
        words.VERIFIED: level[meeting.VERIFIED],
    }
    return found.filter(reduce(or_, (conditions[code] for code in asked)))


def due(found: Any, _name: str, asked: str) -> Any:
    """Keep what is due: within 90 days, already (and open), or by an own date that has passed."""
    day = today()
    if asked == "soon":
        return found.filter(duty_applies_from__gt=day, duty_applies_from__lte=day + SOON)
    if asked == "overdue":
        # What only people can say applies is late by its own plan alone.
        late = Q(duty_applies_from__lte=day, duty_only_if="") | _planned(planned_for__lt=day)
        return found.filter(late, at_levels()[0])
    return found


def owned(found: Any, _name: str, asked: str) -> Any:
    """Keep what somebody, or nobody, has taken on."""
    holds = _planned(owner__isnull=False)
    return found.filter(~holds if asked == "nobody" else holds)


def owned_by(found: Any, _name: str, person: Any) -> Any:
    """Keep what one person has taken on."""
    return found.filter(_planned(owner=person)) if person else found


def of_provision(found: Any, _name: str, asked: str) -> Any:
    """Keep a provision and all that stands under it; the word for article may be left out."""
    code = asked.strip()
    if not code:
        return found
    if code[:1].isdigit():
        code = f"Art. {code}"
    return found.filter(Q(duty_provision=code) | Q(duty_provision__startswith=f"{code}("))


def signed(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep what follows from classifications that stand so towards sign-off."""
    if not asked:
        return found
    standing = Classification.objects.current().with_standing().filter(standing__in=asked)
    return found.filter(pk__in=standing.values("pk"))


def of_class(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep what follows from classifications of some classes, as they count now."""
    if not asked:
        return found
    # Overrides are few: only for them is it worked out whether they are signed.
    overridden = Classification.objects.exclude(override_class="").with_class()
    of_them = overridden.filter(class_now__in=asked).values("pk")
    return found.filter(Q(override_class="", outcome_class__in=asked) | Q(pk__in=of_them))


def _people(request: Any) -> Any:
    held = ObligationPlan.objects.visible_to(request.actor).current().values("owner")
    return get_user_model().objects.filter(pk__in=held)


class ObligationFilters(django_filters.FilterSet):
    """What the list of obligations can be narrowed by."""

    q = SearchFilter(
        ("use_case__name", "use_case__ref", "duty_provision"),
        label=_("Search"),
        widget=forms.SearchInput,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=[(code, status.word) for code, status in words.STATES.items()],
        method=of_state,
        widget=ChoiceMenu,
    )
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[("soon", _("within 90 days")), ("overdue", _("overdue"))],
        empty_label=_("any time"),
        method=due,
    )
    owned = django_filters.ChoiceFilter(
        label=_("Taken on"),
        choices=[("nobody", _("by nobody")), ("somebody", _("by somebody"))],
        empty_label=_("any"),
        method=owned,
    )
    role = django_filters.MultipleChoiceFilter(
        field_name="duty_role",
        label=_("Role"),
        choices=list(ROLES.items()),
        widget=ChoiceMenu,
        distinct=False,  # it would fold the obligations of a classification into one
    )
    regime = django_filters.MultipleChoiceFilter(
        field_name="duty_regime",
        label=_("Regime"),
        choices=REGIMES,
        widget=ChoiceMenu,
        distinct=False,
    )
    provision = django_filters.CharFilter(label=_("Provision"), method=of_provision)
    unit = BelowUnitFilter(
        label=_("Unit"),
        queryset=lambda request: Unit.objects.visible_to(request.actor),
        to_field_name="ref",
        widget=ChoiceSearch,
        error_messages={"invalid_choice": NO_SUCH},
    )
    ai_act_class = django_filters.MultipleChoiceFilter(
        label=_("AI Act class"),
        choices=[(code, CLASSES[code].word) for code in OutcomeClass.values],
        method=of_class,
        widget=ChoiceMenu,
    )
    signed = django_filters.MultipleChoiceFilter(
        label=_("Class signed"),
        choices=[(code, status.word) for code, status in STANDINGS.items()],
        method=signed,
        widget=ChoiceMenu,
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"),
        queryset=_people,
        to_field_name="ref",
        widget=ChoiceSearch,
        error_messages={"invalid_choice": NO_SUCH},
        method=owned_by,
    )

    day = django_filters.DateFilter(
        field_name="duty_applies_from",
        label=_("Applies from the day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    class Meta:
        model = Classification
        fields: tuple[str, ...] = ()
