"""What waits for somebody in assessments."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.classification.actions.asking import asked_url
from assessments.classification.documents.doubts import headline
from assessments.models import WAITING, Classification, QuestionRequest, RequestState
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import page_of
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
    mine = _owned(actor)
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


def doubted(actor: Actor) -> Iterator[WorkItem]:
    """Name the classifications of the actor that rest on an answer "not sure".

    What the law itself leaves open is nothing that its owner can settle. Answers come first.
    """
    if actor.person is None:
        return
    mine = _owned(actor)
    for record in mine.filter(outcome__doubts__0__has_key="question").with_story()[:AT_MOST]:
        yield WorkItem(
            title=str(record),
            url=page_of(Classification, "detail", record.ref),
            why=headline(record.outcome, record.on_date, answers=record.answers),
            kind=record.ref,
            since=record.updated_at,
        )


def _owned(actor: Actor) -> Any:
    """Return the classifications whose use case is the actor's, or is nobody's and they made it."""
    owner = Q(use_case__owner=actor.person) | Q(use_case__owner=None, owner=actor.person)
    return Classification.objects.visible_to(actor).current().filter(owner)


def asked_of_me(actor: Actor) -> Iterator[WorkItem]:
    """Name the single questions that colleagues passed to the actor."""
    if actor.person is None:
        return
    rows = QuestionRequest.objects.visible_to(actor).filter(WAITING, asked_of=actor.person)
    for asked in rows.select_related(*_STORY)[:AT_MOST]:
        yield WorkItem(
            title=_("Answer a question on %(name)s") % {"name": asked.classification},
            url=asked_url(asked),
            why=_("%(name)s asks you one question.") % {"name": asked.asked_by.name},
            kind=asked.classification.ref,
            since=asked.asked_at,
        )


def asked_by_me(actor: Actor) -> Iterator[WorkItem]:
    """Name the questions the actor passed on and waits for, and those that came back."""
    if actor.person is None:
        return
    rows = QuestionRequest.objects.visible_to(actor).filter(
        asked_by=actor.person, classification__archived_at=None
    )
    # Of each question the last word counts: what came back may have been passed on again.
    last = rows.order_by("classification_id", "question", "-id")
    last = last.distinct("classification_id", "question")
    told = QuestionRequest.objects.filter(
        pk__in=last.values("pk"), state__in=(RequestState.OPEN, RequestState.PASSED_BACK)
    )
    for asked in told.select_related(*_STORY)[:AT_MOST]:
        if asked.is_open:
            yield _mine(asked, _("You wait for an answer by %(name)s."), is_with_others=True)
        elif asked.question not in asked.classification.answers:
            yield _mine(asked, _("%(name)s does not know the answer either."))


_STORY = (
    "asked_by",
    "asked_of",
    "classification__use_case",
    "classification__intended_use",
)


def _mine(asked: QuestionRequest, why: str, *, is_with_others: bool = False) -> WorkItem:
    record = asked.classification
    section = record.act.questionnaire.by_id[asked.question].section
    url = reverse("classification-section", args=[record.ref, section])
    return WorkItem(
        title=_("A question on %(name)s") % {"name": record},
        url=f"{url}#{asked.question}",
        why=why % {"name": asked.asked_of.name},
        kind=record.ref,
        since=asked.asked_at if asked.is_open else asked.closed_at,
        is_with_others=is_with_others,
    )
