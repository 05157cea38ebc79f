"""What waits for a person in governance: signatures to give, and requests that came back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance.actions import signoffs
from governance.models import SignOff
from governance.rules import SignOffState
from records import permissions
from records.actors import Actor
from records.addresses import url_of
from records.work import WorkItem

AT_MOST = 50


def to_sign(actor: Actor) -> Iterable[WorkItem]:
    """Name the sign-offs that the actor may sign now."""
    if not permissions.may_somewhere(actor, "sign"):
        return
    waiting = SignOff.objects.visible_to(actor, "sign").waiting()
    for one in waiting.select_related("policy", "unit", "owner").order_by("id")[:AT_MOST]:
        if not signoffs.refusal_to_sign(one, actor):
            yield WorkItem(
                title=_("Sign %(ref)s") % {"ref": one.subject_ref},
                url=url_of(one),
                why=_("Asked for by %(name)s.") % {"name": one.owner or _("a job")},
                kind=_("Sign-off"),
                since=one.created_at,
            )


def came_back(actor: Actor) -> Iterable[WorkItem]:
    """Name the actor's own requests on which changes were asked for."""
    if actor.person is None:
        return
    mine = SignOff.objects.visible_to(actor).current().filter(owner=actor.person)
    for one in mine.filter(state=SignOffState.CHANGES_REQUESTED).order_by("id")[:AT_MOST]:
        yield WorkItem(
            title=_("Look at %(ref)s again") % {"ref": one.subject_ref},
            url=url_of(one),
            why=_("A signatory asked for changes."),
            kind=_("Sign-off"),
            since=one.updated_at,
        )
