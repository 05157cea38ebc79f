"""What waits for somebody: findings to bring on, actions to carry out, the effect to check."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from governance.findings.models import (
    NONCONFORMITIES,
    CorrectiveAction,
    Finding,
    FindingState,
)
from governance.findings.telling import next_step, with_progress
from records.actors import Actor
from records.addresses import url_of
from records.pages import WorkItem

AT_MOST = 50


def to_bring_on(actor: Actor) -> Iterator[WorkItem]:
    """Name the open findings that the actor answers for; who acted waits for others to check."""
    if actor.person is None:
        return
    for one in _open(actor, "view").filter(owner=actor.person)[:AT_MOST]:
        words = {"grade": one.get_grade_display().capitalize(), "step": next_step(one)}
        waits = one.has_acted and one.waits_for_check
        yield _item(one, str(one), _("%(grade)s. Next: %(step)s.") % words, is_with_others=waits)


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
        yield _item(one.finding, one.name, why, due=one.due_on)


def to_check(actor: Actor) -> Iterator[WorkItem]:
    """Name the findings of others whose actions are done, none of them by the actor."""
    if actor.person is None:
        return
    waiting = _open(actor, "change").filter(has_acted=False, waits_for_check=True)
    # Its owner is told of it as the next step.
    for one in waiting.exclude(owner=actor.person)[:AT_MOST]:
        words = {"step": next_step(one), "name": one}
        why = _("Its actions are done; you did none of them.")
        yield _item(one, _("%(step)s: %(name)s") % words, why)


def _open(actor: Actor, needs: str) -> Any:
    done = CorrectiveAction.objects.filter(finding=OuterRef("pk"), done_on__isnull=False)
    own = done.filter(Q(done_by=actor.person) | Q(owner=actor.person))
    is_ready = Q(is_planned=True, is_pending=False) & ~Q(state=FindingState.INEFFECTIVE)
    without_cause = Q(grade__in=NONCONFORMITIES, root_cause="")
    found = with_progress(Finding.objects.visible_to(actor, needs).unsettled())
    return found.annotate(
        has_acted=Exists(own), waits_for_check=is_ready & ~without_cause
    ).order_by("due_on", "id")


def _item(one: Finding, title: str, why: str, **more: Any) -> WorkItem:
    common = {"url": url_of(one), "kind": one.ref, "since": one.found_on, "due": one.due_on}
    return WorkItem(title=title, why=why, **{**common, **more})
