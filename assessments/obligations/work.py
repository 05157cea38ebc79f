"""What waits for somebody: steps they planned."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from assessments.models import ObligationPlan
from governance import days
from records.actors import Actor
from records.addresses import page_of
from records.pages import WorkItem

AT_MOST = 50
AHEAD = timedelta(days=30)


def planned(actor: Actor) -> Iterator[WorkItem]:
    """Name the steps the actor took on that are due within a month; gaps tell what is late."""
    if actor.person is None:
        return
    today = days.today()
    found = ObligationPlan.objects.current().filter(
        owner=actor.person, planned_for__range=(today, today + AHEAD)
    )
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
