"""What waits for somebody in assessments."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Classification
from inventory.models import UseCase
from records.actors import Actor
from records.work import WorkItem

AT_MOST = 50


def unclassified(actor: Actor) -> Iterator[WorkItem]:
    """Name the use cases of the actor that nobody has classified."""
    if actor.person is None:
        return
    made = Classification.objects.current().filter(use_case=OuterRef("pk"))
    mine = UseCase.objects.visible_to(actor).running().filter(owner=actor.person)
    for use_case in mine.exclude(Exists(made)).order_by("created_at")[:AT_MOST]:
        yield WorkItem(
            title=use_case.name,
            url=reverse("usecase-classify", args=[use_case.ref]),
            why=_("It is not classified under the AI Act yet."),
            kind=use_case.ref,
            since=use_case.created_at,
        )


def unfinished(actor: Actor) -> Iterator[WorkItem]:
    """Name the classifications of the actor with questions that have no answer."""
    if actor.person is None:
        return
    mine = Classification.objects.visible_to(actor).current().filter(owner=actor.person)
    for record in mine.filter(answered_count__lt=F("asked_count")).with_story()[:AT_MOST]:
        words = ngettext(
            "%(count)s question has no answer yet.",
            "%(count)s questions have no answer yet.",
            record.open_count,
        )
        yield WorkItem(
            title=str(record),
            url=reverse("classification-questions", args=[record.ref]),
            why=words % {"count": record.open_count},
            kind=record.ref,
            since=record.created_at,
        )
