"""Assessing anew: the old assessment is kept, a new one starts from its answers."""

from django.utils import timezone

from assessments.questionnaires import procedures
from assessments.questionnaires.actions.answering import start
from assessments.questionnaires.actions.closing import close
from assessments.questionnaires.models.assessments import Assessment, RequestState
from records.actors import Actor
from records.changing.acting import acting, open_act


def renew[Kind: Assessment](
    assessment: Kind, *, actor: Actor, reason: str = "", **chosen: object
) -> Kind:
    """Begin anew with today's questions; the answers of last time are suggested, none counts yet.

    The old one is archived in the same act. Questions that colleagues had are withdrawn with it.
    """
    restart = procedures.of(assessment).restart or _restart
    verb = procedures.verb(assessment, "replace")
    with open_act(actor):
        with acting(verb, assessment, actor, reason=reason) as old:
            for asked in old.question_requests.filter(state=RequestState.OPEN):
                setattr(asked, asked.belongs_to, old)
                close(asked, RequestState.WITHDRAWN)
            old.archived_at = timezone.now()
        made: Kind = restart(old, actor=actor, **chosen)
        return made


def _restart[Kind: Assessment](old: Kind, *, actor: Actor) -> Kind:
    return start(type(old), old.subject, actor=actor)
