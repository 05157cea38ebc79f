"""Filters of the list of obligations."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.words import CLASSES, ROLES
from assessments.models import Classification, ObligationPlan, OutcomeClass
from assessments.obligations import bans, beginning, meeting, superseded
from assessments.obligations.levels import at_levels
from controls.frameworks import vocabulary
from governance import days
from governance.models import Unit
from governance.signoff.standings import STANDINGS
from inventory.models import UseCase
from records.lists import NO_SUCH, BelowUnitFilter, ChoiceMenu, ChoiceSearch, SearchFilter

SOON = timedelta(days=90)
REGIMES = tuple(vocabulary.APPLIES_TO.items())


def planned(**conditions: Any) -> Exists:
    """Say whether a plan of some sort stands for a row of `rows.joined`."""
    return Exists(plans(**conditions))


def plans(**conditions: Any) -> Any:
    """Return the plans that stand for a row, as a subquery."""
    return ObligationPlan.objects.current().filter(
        use_case=OuterRef("use_case_id"),
        provision=OuterRef("duty_provision"),
        role=OuterRef("duty_role"),
        **conditions,
    )


def of_state(found: Any, _name: str, asked: list[str]) -> Any:
    """Keep obligations in some of the states."""
    if not asked:
        return found
    conditions = of_states()
    return found.filter(reduce(or_, (conditions[code] for code in asked)))


def of_states() -> dict[str, Q]:
    """Return the condition of each state; what a ban does comes before what controls claim."""
    level, day = at_levels(), days.day_read()
    breached, set_aside = bans.breached(on=day), bans.set_aside()
    moved, awaited = superseded.moved(on=day), beginning.awaited(on=day)
    plain = ~breached & ~set_aside
    unmet = plain & level[0]
    return {
        words.BREACHED: breached & ~awaited,
        words.WOULD_BREACH: breached & awaited,
        words.SET_ASIDE: ~breached & set_aside,
        words.WAITS: unmet & Q(duty_applies_from__isnull=True),
        words.SUPERSEDED: unmet & moved,
        words.LATER: unmet & Q(duty_applies_from__gt=day) & ~moved,
        words.AWAITED: unmet & Q(duty_applies_from__lte=day) & ~moved & awaited,
        words.OPEN: unmet & Q(duty_applies_from__lte=day) & ~moved & ~awaited,
        words.RECORDED: plain & level[meeting.RECORDED],
        words.INHERITED: plain & level[meeting.INHERITED],
        words.CURRENT: plain & level[meeting.CURRENT],
        words.VERIFIED: plain & level[meeting.VERIFIED],
    }


def due(found: Any, _name: str, asked: str) -> Any:
    """Keep what is due: within 90 days, already (and open), or by an own date that has passed."""
    day = days.day_read()
    if asked == "soon":
        return found.filter(soon(day))
    return found.filter(overdue(day)) if asked == "overdue" else found


def soon(day: date) -> Q:
    """Return what begins within 90 days of a day, by the law of that day."""
    begins = Q(duty_applies_from__gt=day, duty_applies_from__lte=day + SOON)
    return begins & ~bans.set_aside() & ~superseded.moved(on=day)


def overdue(day: date) -> Q:
    """Return what is late on a day: a ban that is broken, a duty or a plan whose day has come.

    What only people can say applies is late by its own plan alone, and so is what has its day from
    an edition that is no longer the law, and what waits for its use to begin.
    """
    awaited = beginning.awaited(on=day)
    begun = Q(duty_applies_from__lte=day, duty_only_if="") & ~superseded.moved(on=day) & ~awaited
    owed = (begun | planned(planned_for__lt=day)) & at_levels()[0] & ~bans.set_aside()
    return (bans.breached(on=day) & ~awaited) | owed


def owned(found: Any, _name: str, asked: str) -> Any:
    """Keep what somebody, or nobody, has taken on."""
    holds = planned(owner__isnull=False)
    return found.filter(~holds if asked == "nobody" else holds)


def owned_by(found: Any, _name: str, person: Any) -> Any:
    """Keep what one person has taken on."""
    return found.filter(planned(owner=person)) if person else found


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
    return found.filter(bans.of_classes(asked))


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
    use_case = django_filters.ModelChoiceFilter(
        label=_("Use case"),
        queryset=lambda request: UseCase.objects.visible_to(request.actor),
        to_field_name="ref",
        widget=ChoiceSearch,
        error_messages={"invalid_choice": NO_SUCH},
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
