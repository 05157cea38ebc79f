"""Findings told: their states in words, what comes next, and which are about what."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from governance import days
from governance.findings.models import Finding, FindingGrade, FindingState
from governance.gaps.within import Within
from records import kinds
from records.shapes import Status, Tone

_GRADES: dict[str, Tone] = {
    FindingGrade.MAJOR: "bad",
    FindingGrade.MINOR: "warn",
    FindingGrade.OBSERVATION: "info",
    FindingGrade.OPPORTUNITY: "neutral",
}
_STATES: dict[str, Tone] = {
    FindingState.OPEN: "upcoming",
    FindingState.INEFFECTIVE: "bad",
    FindingState.EFFECTIVE: "info",
    FindingState.CLOSED: "ok",
}


def with_progress(found: Any) -> Any:
    """Work out age, lateness and progress on the day that is read."""
    return found.with_progress(days.day_read())


def grade(finding: Any) -> Status:
    """Show how grave a finding is."""
    return Status(finding.get_grade_display().capitalize(), _GRADES[finding.grade])


def state(finding: Any) -> Status:
    """Show where a finding stands; one that is late says so."""
    word = finding.get_state_display().capitalize()
    if finding.is_overdue:
        return Status(_("%(state)s, overdue") % {"state": word}, "bad")
    return Status(word, _STATES[finding.state])


def next_step(finding: Any) -> str:
    """Say what has to be done next."""
    if finding.is_closed:
        return ""
    if finding.needs_actions and not finding.root_cause:
        return _("Find the root cause")
    if finding.is_pending:
        return _("Carry out the actions")
    if finding.state == FindingState.INEFFECTIVE or (
        finding.needs_actions and not finding.is_planned
    ):
        return _("Plan an action")
    if finding.is_planned and finding.state == FindingState.OPEN:
        return _("Check the effect")
    is_bare = finding.state == FindingState.OPEN
    return _("Act on it, or close it") if is_bare else _("Close it")


def about(within: Within) -> Q:
    """Return the condition that findings are about a record, or about what hangs on it."""
    record = within.subject
    condition = Q(subject_id=record.pk) if record else Q()
    for kind in kinds.every():
        is_other = kind.model is not Finding and not isinstance(record, kind.model)
        if is_other and within.has(kind.model):
            keys = kind.model._base_manager.filter(within.condition(kind.model)).order_by()
            condition |= Q(subject_id__in=keys.values("pk"))
    return condition
