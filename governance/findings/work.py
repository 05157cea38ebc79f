"""What waits for somebody: findings to bring on, actions to carry out, the effect to check."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from governance.findings.models import CorrectiveAction, Finding, FindingState
from governance.findings.telling import next_step, with_progress
from records.actors import Actor
from records.addresses import url_of
from records.work import WorkItem

AT_MOST = 50


def to_bring_on(actor: Actor) -> Iterator[WorkItem]:
    """Name the open findings that the actor answers for, with the next step of each."""
    if actor.person is None:
        return
    mine = Finding.objects.visible_to(actor).unsettled().filter(owner=actor.person)
    for one in with_progress(mine).order_by("due_on", "id")[:AT_MOST]:
        words = {"grade": one.get_grade_display().capitalize(), "step": next_step(one)}
        yield _item(one, str(one), _("%(grade)s. Next: %(step)s.") % words)


def to_carry_out(actor: Actor) -> Iterator[WorkItem]:
    """Name the open actions that the actor answers for."""
    if actor.person is None:
        return
    reached = Finding.objects.visible_to(actor).unsettled()
    mine = CorrectiveAction.objects.filter(
        finding__in=reached, owner=actor.person, done_on__isnull=True
    )
    for one in mine.select_related("finding").order_by("due_on", "id")[:AT_MOST]:
        why = _("You answer for this action on: %(finding)s.") % {"finding": one.finding}
        yield WorkItem(
            title=one.name,
            url=url_of(one.finding),
            why=why,
            kind=one.finding.ref,
            since=one.finding.found_on,
            due=one.due_on,
        )


def to_check(actor: Actor) -> Iterator[WorkItem]:
    """Name the findings whose actions are done, none of them by the actor, who may check them."""
    if actor.person is None:
        return
    done = CorrectiveAction.objects.filter(finding=OuterRef("pk"), done_on__isnull=False)
    own = done.filter(Q(done_by=actor.person) | Q(owner=actor.person))
    reached = with_progress(Finding.objects.visible_to(actor, "change").unsettled())
    waiting = reached.filter(
        ~Exists(own), is_planned=True, is_pending=False, state=FindingState.OPEN
    )
    # Its owner is told of it as the next step.
    for one in waiting.exclude(owner=actor.person).order_by("due_on", "id")[:AT_MOST]:
        why = _("Its actions are done; you did none of them.")
        yield _item(one, _("Check whether the actions work: %(name)s") % {"name": one}, why)


def _item(one: Finding, title: str, why: str) -> WorkItem:
    return WorkItem(
        title=title, url=url_of(one), why=why, kind=one.ref, since=one.found_on, due=one.due_on
    )
