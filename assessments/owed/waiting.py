"""What waits for somebody: edition reviews, and steps they planned."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import edition_reviews
from assessments.models import EditionReview, ObligationPlan
from records.actors import Actor
from records.addresses import page_of
from records.work import WorkItem

AT_MOST = 50
AHEAD = timedelta(days=30)


def reviews(actor: Actor) -> Iterator[WorkItem]:
    """Name the classifications that the actor has to read by a new edition."""
    if actor.person is None:
        return
    for review in edition_reviews.owned_by(actor.person)[:AT_MOST]:
        words = {"edition": review.to_edition, "found": review.get_verdict_display()}
        yield WorkItem(
            title=str(review.classification),
            url=page_of(EditionReview, "detail", review.ref),
            why=_("Classify again under edition %(edition)s: %(found)s.") % words,
            kind=review.ref,
            since=review.created_at,
        )


def planned(actor: Actor) -> Iterator[WorkItem]:
    """Name the steps the actor took on that are due within a month."""
    if actor.person is None:
        return
    soon = timezone.localdate() + AHEAD
    found = ObligationPlan.objects.current().filter(owner=actor.person, planned_for__lte=soon)
    for plan in found.select_related("use_case", "unit").order_by("planned_for")[:AT_MOST]:
        about = plan.use_case or plan.unit
        yield WorkItem(
            title=plan.next_step or str(plan),
            url=page_of(ObligationPlan, "detail", plan.ref),
            why=_("You planned this for %(provision)s, %(about)s.")
            % {"provision": plan.provision, "about": about},
            kind=plan.ref,
            since=plan.created_at,
            due=plan.planned_for,
        )
