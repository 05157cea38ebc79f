"""What is looked at of findings: cause, actions, days, the check of effect, and major ones."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from governance.findings.models import (
    NONCONFORMITIES,
    CorrectiveAction,
    Finding,
    FindingGrade,
    FindingState,
)
from governance.gaps.checks import Check, Finds, told
from governance.gaps.within import Within
from governance.people.checks import of_owner
from records.shapes import Text


def unsettled(within: Within) -> Any:
    """Return the findings that are looked at and not closed."""
    return within.records(Finding).unsettled()


def _nonconformities(within: Within) -> Any:
    return unsettled(within).filter(grade__in=NONCONFORMITIES)


def _planned(within: Within) -> Any:
    return unsettled(within).with_progress(within.day).filter(is_planned=True)


def _with_open_action(found: Any, **conditions: Any) -> Any:
    left = CorrectiveAction.objects.filter(finding=OuterRef("pk"), done_on__isnull=True)
    first = left.filter(**conditions).order_by("due_on")
    return found.filter(Exists(first)).annotate(action_due=Subquery(first.values("due_on")[:1]))


def _late(found: Any, within: Within) -> Any:
    state = Case(When(due_on__isnull=True, then=Value("undated")), default=Value("late"))
    without_or_past = Q(due_on__isnull=True) | Q(due_on__lt=within.day)
    return found.filter(without_or_past).annotate(day_state=state)


def _check(
    code: str,
    title: Text,
    looks_at: Text,
    finds: Finds,
    lacking: Callable[[Any, Within], Any],
    **more: Any,
) -> Check:
    return Check(
        code=f"finding.{code}",
        title=title,
        looks_at=looks_at,
        model=Finding,
        lacking=lacking,
        finds=finds,
        since="found_on",
        **{"among": unsettled, "due": "due_on", **more},
    )


CHECKS = (
    _check(
        "major",
        _("major nonconformities"),
        _("Whether a major nonconformity is open."),
        told(_("%(ref)s is a major nonconformity and still open.")),
        lambda found, _within: found.filter(grade=FindingGrade.MAJOR),
    ),
    _check(
        "day",
        _("closed in time"),
        _("Whether each open one has a day to be closed by, which has not passed."),
        {
            "late": ("late", _("%(ref)s was to be closed by a day that has passed.")),
            "undated": ("missing", _("%(ref)s has no day to be closed by.")),
        },
        _late,
        state="day_state",
    ),
    _check(
        "root_cause",
        _("root cause"),
        _("Whether the root cause of each open nonconformity is recorded."),
        told(_("The root cause of %(ref)s is not recorded.")),
        lambda found, _within: found.filter(root_cause=""),
        among=_nonconformities,
    ),
    _check(
        "actions",
        _("corrective actions"),
        _("Whether an action is planned for each open nonconformity."),
        told(_("No corrective action is planned for %(ref)s.")),
        lambda found, within: found.with_progress(within.day).filter(is_planned=False),
        among=_nonconformities,
    ),
    _check(
        "action_owner",
        _("owners of actions"),
        _("Whether somebody answers for each action that is not done."),
        told(_("Nobody answers for an action of %(ref)s.")),
        lambda found, _within: _with_open_action(found, owner__isnull=True),
        among=_planned,
        due="action_due",
    ),
    _check(
        "action_day",
        _("actions in time"),
        _("Whether the day of an action has passed that is not done."),
        told(_("An action of %(ref)s is late."), level="late"),
        lambda found, within: _with_open_action(found, due_on__lt=within.day),
        among=_planned,
        due="action_due",
    ),
    _check(
        "effectiveness",
        _("effect of actions"),
        _("Whether somebody else has checked the actions, once all of them are done."),
        told(_("All actions of %(ref)s are done; nobody has checked whether they work.")),
        lambda found, _within: found.filter(is_pending=False, state=FindingState.OPEN),
        among=_planned,
    ),
    of_owner(Finding, among=unsettled),
)
