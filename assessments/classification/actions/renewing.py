"""Classifying anew: the old classification is kept, a new one starts from its answers."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from assessments.classification.actions import classifications
from assessments.classification.actions.closing import close
from assessments.models import Classification, RequestState
from records.acting import acting, open_act
from records.actors import Actor
from records.verbs import Verb

REPLACE = Verb(
    "assessments.classification.replace",
    needs="change",
    told=gettext_lazy("replaced the classification by a new one"),
)


def renew(
    classification: Classification,
    *,
    actor: Actor,
    edition: str = classifications.NEWEST_EDITION,
    on: datetime.date | None = None,
    reason: str = "",
) -> Classification:
    """Begin anew with today's questions; the answers of last time are suggested, none counts yet.

    The old classification is archived in the same act. Questions that colleagues had are
    withdrawn with it.
    """
    with open_act(actor):
        with acting(REPLACE, classification, actor, reason=reason) as old:
            for asked in old.question_requests.filter(state=RequestState.OPEN):
                asked.classification = old
                close(asked, RequestState.WITHDRAWN)
            old.archived_at = timezone.now()
        return classifications.start(
            old.use_case,
            actor=actor,
            intended_use=old.intended_use,
            edition=edition,
            on=on,
        )
