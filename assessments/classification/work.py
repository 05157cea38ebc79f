"""What waits for somebody in classifications, beside open questions."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.classification.documents.doubts import headline
from assessments.models import Classification
from assessments.questionnaires.work import AT_MOST, owned
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import page_of
from records.pages import WorkItem


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


def doubted(actor: Actor) -> Iterator[WorkItem]:
    """Name the classifications of the actor that rest on an answer "not sure".

    What the law itself leaves open is nothing that its owner can settle. Answers come first.
    """
    if actor.person is None:
        return
    mine = owned(Classification, actor)
    for record in mine.filter(outcome__doubts__0__has_key="question").with_story()[:AT_MOST]:
        yield WorkItem(
            title=str(record),
            url=page_of(Classification, "detail", record.ref),
            why=headline(record.outcome, record.on_date, answers=record.answers),
            kind=record.ref,
            since=record.updated_at,
        )
