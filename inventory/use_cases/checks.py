"""What is looked at of use cases: what a description must say before anybody can judge one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from governance import days
from governance.gaps.checks import Check, told
from governance.gaps.within import Within, leave_out
from governance.models import SignOff
from governance.people.checks import of_owner
from governance.signoff.checks import of_sign_off
from inventory.models import IntendedUse, UseCase
from inventory.use_cases.choices import Cadence, Lifecycle
from records.shapes import Text


def running(within: Within) -> Any:
    """Return the use cases that are not retired: nothing more is asked of those."""
    return within.records(UseCase).running()


def _retired(case: UseCase) -> Text:
    is_running = case.lifecycle != Lifecycle.RETIRED
    return "" if is_running else _("%(ref)s is retired: nothing more is asked of it.")


leave_out(UseCase, _retired)


def _empty(name: str, empty: object = "") -> Callable[[Any, Within], Any]:
    return lambda found, _within: found.filter(**{name: empty})


def _described(name: str, title: Text, says: Text, *, empty: object = "") -> Check:
    return Check(
        code=f"usecase.{name}",
        title=title,
        looks_at=_("Whether it is recorded."),
        model=UseCase,
        among=running,
        lacking=_empty(name, empty),
        finds=told(says),
        mended_at=f"edit#id_{name}",
    )


DESCRIBED = (
    _described("purpose", _("purpose"), _("The purpose of %(ref)s is not described.")),
    _described(
        "roles",
        _("our roles"),
        _("Our roles in %(ref)s (provider, deployer, …) are not recorded."),
        empty=[],
    ),
    _described("stop_authority", _("who may stop it"), _("Nobody is named who may stop %(ref)s.")),
    _described(
        "oversight", _("human oversight"), _("Human oversight of %(ref)s is not described.")
    ),
    _described(
        "foreseeable_misuse",
        _("foreseeable misuse"),
        _("Foreseeable misuse of %(ref)s is not described."),
    ),
)


def _without_use(found: Any, _within: Within) -> Any:
    return found.exclude(Exists(IntendedUse.objects.filter(use_case=OuterRef("pk"))))


# Days after which a review is late; months are not counted, so that nobody disputes the last one.
_REVIEWED_EVERY = {
    Cadence.MONTHLY: timedelta(days=31),
    Cadence.QUARTERLY: timedelta(days=92),
    Cadence.HALF_YEARLY: timedelta(days=184),
    Cadence.YEARLY: timedelta(days=366),
}


def _reviewed(within: Within) -> Any:
    return running(within).exclude(review_cadence=Cadence.NONE)


def _review_late(found: Any, within: Within) -> Any:
    """Keep what was neither signed nor registered within its cadence: signing is the review."""
    signed = SignOff.objects.complete().filter(subject_id=OuterRef("pk")).order_by("-id")
    last = Coalesce(
        Subquery(signed.values("updated_at")[:1], output_field=DateTimeField()), F("created_at")
    )
    span = Case(
        *(When(review_cadence=code, then=Value(each)) for code, each in _REVIEWED_EVERY.items())
    )
    known = found.annotate(reviewed_at=last, review_due=last + span)
    return known.filter(review_due__lt=days.beginning(within.day))


CHECKS = (
    *DESCRIBED,
    Check(
        code="usecase.intended_uses",
        title=_("intended use"),
        looks_at=_("Whether an intended use is described."),
        model=UseCase,
        among=running,
        lacking=_without_use,
        finds=told(_("No intended use of %(ref)s is described.")),
        mended_at="edit#intended_uses",
    ),
    Check(
        code="usecase.review",
        title=_("review"),
        looks_at=_("Whether it was signed within its review cadence, or registered within it."),
        model=UseCase,
        among=_reviewed,
        lacking=_review_late,
        finds=told(_("The review of %(ref)s is late."), level="late"),
        since="reviewed_at",
        due="review_due",
    ),
    of_owner(UseCase, among=running),
    of_sign_off(UseCase, among=running),
)
