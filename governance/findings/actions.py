"""Findings: raising, describing, acting, checking by somebody else, closing, reopening."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import days
from governance.findings.models import CorrectiveAction, Finding, FindingState, who_acted
from governance.people.models import Person
from records.actors import Actor
from records.changing import parts
from records.changing.acting import acting
from records.errors import RuleError
from records.models import Record
from records.verbs import Verb

RAISE = Verb("governance.finding.raise", needs="create", told=gettext_lazy("raised the finding"))
CHANGE = Verb("governance.finding.change", needs="change", told=gettext_lazy("changed the finding"))
ACT = Verb("governance.finding.act", needs="change", told=gettext_lazy("carried out an action"))
CHECK = Verb(
    "governance.finding.check",
    needs="change",
    told=gettext_lazy("checked whether the actions work"),
)
CLOSE = Verb("governance.finding.close", needs="change", told=gettext_lazy("closed the finding"))
REOPEN = Verb(
    "governance.finding.reopen", needs="change", told=gettext_lazy("reopened the finding")
)

Rows = Sequence[Mapping[str, Any]]


def create(*, actor: Actor, values: Mapping[str, Any], corrective_actions: Rows = ()) -> Finding:
    """Raise a finding that is about no record."""
    with acting(RAISE, Finding(**values), actor) as raised:
        parts.apply(raised, CorrectiveAction, corrective_actions)
    return raised


def raise_about(record: Record, *, actor: Actor, **values: Any) -> Finding:
    """Raise a finding about a record, where that is reached; its owner answers for it."""
    new = Finding(
        unit=record.reach_unit,
        owner=record.reach_owner,
        subject_kind=record.kind_code(),
        subject_id=record.pk,
        subject_ref=record.ref,
        **values,
    )
    with acting(RAISE, new, actor, facts={"about": record.ref}) as raised:
        return raised


def change(
    finding: Finding,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    corrective_actions: Rows = (),
    seen: int | None = None,
    reason: str = "",
) -> Finding:
    """Change what is recorded of a finding, and plan its actions."""
    with acting(CHANGE, finding, actor, seen=seen, reason=reason) as changed:
        _refuse_closed(changed)
        for name, value in values.items():
            setattr(changed, name, value)
        parts.apply(changed, CorrectiveAction, corrective_actions)
    return changed


def act(
    finding: Finding, *, actor: Actor, action: CorrectiveAction, done_on: date, result: str
) -> Finding:
    """Record that an action was carried out, and what came of it."""
    with acting(ACT, finding, actor, facts={"action": str(action.pk)}) as acted:
        _refuse_closed(acted)
        done = CorrectiveAction.objects.filter(finding=acted, pk=action.pk).first()
        if done is None or done.done_on:
            raise RuleError(_("This is no open action of the finding."))
        done.done_on, done.done_by, done.result = done_on, actor.person, result
        done.save()
        _forget_check(acted)
    return acted


def check(
    finding: Finding, *, actor: Actor, outcome: str, result: str, reason: str = ""
) -> Finding:
    """Record whether the actions work; only who did none of them can say so."""
    with acting(CHECK, finding, actor, reason=reason, facts={"outcome": outcome}) as checked:
        _refuse_closed(checked)
        _require_done(checked)
        if checked.needs_actions and not checked.root_cause:
            raise RuleError(_("Record the root cause first: the check asks whether it is gone."))
        checked.checked_by = _somebody_else(checked, actor)
        checked.checked_on, checked.check_result = days.today(), result
        checked.state = outcome
    return checked


def close(finding: Finding, *, actor: Actor, reason: str) -> Finding:
    """Close a finding, unless one acted on it oneself or its actions were not found to work."""
    with acting(CLOSE, finding, actor, reason=reason) as closed:
        _refuse_closed(closed)
        if closed.needs_actions or CorrectiveAction.objects.filter(finding=closed).exists():
            _require_done(closed)
            if closed.state != FindingState.EFFECTIVE:
                raise RuleError(_("Somebody who did not act has to find that the actions work."))
        closed.closed_by = _somebody_else(closed, actor)
        closed.state, closed.closed_on = FindingState.CLOSED, days.today()
    return closed


def reopen(finding: Finding, *, actor: Actor, due_on: date, reason: str) -> Finding:
    """Open a finding again that was closed or found to be settled, with a new day."""
    with acting(REOPEN, finding, actor, reason=reason) as reopened:
        if reopened.state not in (FindingState.CLOSED, FindingState.EFFECTIVE):
            raise RuleError(_("This finding is open."))
        _forget_check(reopened)
        reopened.closed_by = reopened.closed_on = None
        reopened.due_on = due_on
    return reopened


def _refuse_closed(finding: Finding) -> None:
    if finding.is_closed:
        raise RuleError(_("This finding is closed. Reopen it before changing it."))


def _require_done(finding: Finding) -> None:
    planned = CorrectiveAction.objects.filter(finding=finding)
    if not planned:
        raise RuleError(_("No corrective action is planned yet."))
    if left := [one.name for one in planned if not one.done_on]:
        words = {"actions": "; ".join(left)}
        raise RuleError(_("Carry out every action first. Still open: %(actions)s.") % words)


def _somebody_else(finding: Finding, actor: Actor) -> Person:
    """Return who acts now; raise RuleError for jobs and for who acted on the finding."""
    if actor.person is None:
        raise RuleError(_("A named person has to decide this."))
    if actor.person.pk in who_acted(finding):
        raise RuleError(
            _("You acted on this finding: somebody who did not has to check and close it.")
        )
    person: Person = actor.person
    return person


def _forget_check(finding: Finding) -> None:
    """Open it; an earlier check stays in history and says nothing of what is done since."""
    finding.state = FindingState.OPEN
    finding.checked_by = finding.checked_on = None
    finding.check_result = ""
