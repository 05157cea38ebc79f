"""What waits for somebody in assessments of a kind: questions passed on; gaps tell the rest."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.questionnaires.actions.asking import asked_url
from assessments.questionnaires.models.assessments import Assessment, Inquiry, RequestState
from records.actors import Actor
from records.addresses import page_of
from records.pages import WorkItem

AT_MOST = 50


class AssessmentWork:
    """Name what waits for an actor in assessments of one kind."""

    def __init__(self, model: type[Assessment]) -> None:
        self.model = model
        self.requests: Any = model.question_requests.rel.related_model
        self.link = self.requests.belongs_to
        subject = [f"{self.link}__{name}" for name in model.subject_fields]
        self.story = ("asked_by", "asked_of", *subject)

    def asked_of_me(self, actor: Actor) -> Iterator[WorkItem]:
        """Name the single questions that colleagues passed to the actor."""
        if actor.person is None:
            return
        rows = self.requests.objects.visible_to(actor)
        rows = rows.filter(self.requests.waiting(), asked_of=actor.person)
        for asked in rows.select_related(*self.story)[:AT_MOST]:
            record = asked.holder()
            yield WorkItem(
                title=_("Answer a question on %(name)s") % {"name": record},
                url=asked_url(asked),
                why=_("%(name)s asks you one question.") % {"name": asked.asked_by.name},
                kind=record.ref,
                since=asked.asked_at,
            )

    def asked_by_me(self, actor: Actor) -> Iterator[WorkItem]:
        """Name the questions the actor passed on and waits for, and those that came back."""
        if actor.person is None:
            return
        in_use = {f"{self.link}__archived_at": None}
        rows = self.requests.objects.visible_to(actor).filter(asked_by=actor.person, **in_use)
        # Of each question the last word counts: what came back may have been passed on again.
        each = (f"{self.link}_id", "question")
        last = rows.order_by(*each, "-id").distinct(*each)
        told = self.requests.objects.filter(
            pk__in=last.values("pk"), state__in=(RequestState.OPEN, RequestState.PASSED_BACK)
        )
        for asked in told.select_related(*self.story)[:AT_MOST]:
            if asked.is_open:
                yield _mine(asked, _("You wait for an answer by %(name)s."), is_with_others=True)
            elif asked.question not in asked.holder().answers:
                yield _mine(asked, _("%(name)s does not know the answer either."))


def _mine(asked: Inquiry, why: str, *, is_with_others: bool = False) -> WorkItem:
    record: Any = asked.holder()
    section = record.questions.by_id[asked.question].section
    url = page_of(type(record), "section", record.ref, section)
    return WorkItem(
        title=_("A question on %(name)s") % {"name": record},
        url=f"{url}#{asked.question}",
        why=why % {"name": asked.asked_of.name},
        kind=record.ref,
        since=asked.asked_at if asked.is_open else asked.closed_at,
        is_with_others=is_with_others,
    )
