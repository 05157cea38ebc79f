"""What is looked at of obligations: whether they are met, taken on, planned and not late."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.classification.checks import of_running
from assessments.classification.documents import duty_words as words
from assessments.classification.documents.words import ROLES
from assessments.models import Classification
from assessments.obligations import filters, law, rows
from governance.gaps.checks import Check, Level, Within, told
from inventory.models import UseCase
from records.addresses import to
from records.shapes import Text


def owed(within: Within) -> Any:
    """Return what use cases owe that are neither retired nor archived."""
    kept = of_running(within).order_by().values("pk")
    return rows.joined(within.actor, within.needs).filter(pk__in=kept)


def _of_state(code: str) -> Any:
    return lambda found, _within: found.filter(filters.of_states()[code])


def _applying(within: Within) -> Any:
    """Return what applies on the day: what applies later is neither met nor open yet."""
    states, begun = filters.of_states(), Q(duty_applies_from__lte=within.day)
    met = (words.RECORDED, words.INHERITED, words.CURRENT, words.VERIFIED)
    applies = reduce(or_, (states[state] & begun for state in met), states[words.OPEN])
    return owed(within).filter(applies)


def _open(within: Within) -> Any:
    return owed(within).filter(filters.of_states()[words.OPEN])


def _nobody(found: Any, _within: Within) -> Any:
    return filters.owned(found, "", "nobody")


def _without_step(found: Any, _within: Within) -> Any:
    return found.filter(filters.planned(owner__isnull=False, next_step=""))


def _late(found: Any, within: Within) -> Any:
    unmet = filters.of_states()
    late = filters.planned(planned_for__lt=within.day)
    states = (words.OPEN, words.LATER, words.WAITS, words.AWAITED)
    return found.filter(late).filter(reduce(or_, (unmet[state] for state in states)))


def _page(row: Mapping[str, Any]) -> str:
    slug = law.provision(row["edition"], row["provision"]).slug
    return to("obligation", row["ref"], slug, row["role_code"])


def _check(code: str, title: Text, looks_at: Text, says: Text, **more: Any) -> Check:
    level: Level = more.pop("level", "missing")
    return Check(
        code=f"obligation.{code}",
        title=title,
        looks_at=looks_at,
        finds=told(says, level=level),
        model=Classification,
        about=UseCase,
        through="use_case",
        names={
            "provision": "duty_provision",
            "role": "duty_role",
            "role_code": "duty_role",
            "edition": "edition",
        },
        words={"role": ROLES},
        once=("use_case_id", "duty_provision", "duty_role"),
        since="duty_applies_from",
        url=_page,
        **more,
    )


CHECKS = (
    _check(
        "breached",
        _("bans kept"),
        _("Whether a use goes on that is prohibited."),
        _("%(ref)s breaks %(provision)s, which applies (%(role)s)."),
        among=owed,
        lacking=_of_state(words.BREACHED),
        level="breach",
    ),
    _check(
        "prohibited",
        _("plans that are allowed"),
        _("Whether what has not begun would be prohibited."),
        _("%(ref)s has not begun; it would break %(provision)s (%(role)s)."),
        among=owed,
        lacking=_of_state(words.WOULD_BREACH),
        level="breach",
    ),
    _check(
        "open",
        _("obligations that apply, met"),
        _("Whether a control in place, or a record, meets what applies."),
        _("%(provision)s applies to %(ref)s (%(role)s), and nothing meets it."),
        among=_applying,
        lacking=_of_state(words.OPEN),
        level="late",
    ),
    _check(
        "owner",
        _("open obligations taken on"),
        _("Whether somebody took on what is open."),
        _("Nobody took on %(provision)s of %(ref)s (%(role)s), which is open."),
        among=_open,
        lacking=_nobody,
    ),
    _check(
        "step",
        _("open obligations with a next step"),
        _("Whether who took on what is open named a next step."),
        _("%(provision)s of %(ref)s (%(role)s) was taken on without a next step."),
        among=_open,
        lacking=_without_step,
    ),
    _check(
        "late",
        _("planned day of obligations"),
        _("Whether the day that was planned has passed and nothing meets it."),
        _("The day planned for %(provision)s of %(ref)s (%(role)s) has passed."),
        among=owed,
        lacking=_late,
        level="late",
    ),
)
