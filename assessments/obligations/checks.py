"""What is looked at of obligations: whether they are met, taken on, planned and not late."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.classification.checks import of_running
from assessments.classification.documents import duty_words as words
from assessments.classification.documents.words import ROLES
from assessments.models import Classification
from assessments.obligations import filters, law, rows
from governance.gaps.checks import Check, Finds, Level, acting, told
from governance.gaps.within import Within
from inventory.models import UseCase
from records.addresses import to
from records.shapes import Text

MET = (words.RECORDED, words.INHERITED, words.CURRENT, words.VERIFIED)
UNMET = (words.OPEN, words.LATER, words.WAITS, words.AWAITED)


OPEN: Finds = {
    "late": ("late", _("%(provision)s applies to %(ref)s (%(role)s), and nothing meets it.")),
    "conditional": (
        "missing",
        _("%(provision)s may apply to %(ref)s (%(role)s), which people judge; nothing meets it."),
    ),
}


def owed(within: Within) -> Any:
    """Return what use cases owe that are neither retired nor archived."""
    return rows.with_duties(of_running(within).order_by())


def _of_state(code: str) -> Any:
    return lambda found, _within: found.filter(filters.of_states()[code])


def _applying(within: Within) -> Any:
    """Return what applies on the day: what applies later is neither met nor open yet."""
    states, begun = filters.of_states(), Q(duty_applies_from__lte=within.day)
    applies = reduce(or_, (states[state] & begun for state in MET), states[words.OPEN])
    return owed(within).filter(applies)


def _unmet(found: Any, _within: Within) -> Any:
    """Keep what is open; what only people can say applies is late by no day of the law."""
    applies = Case(When(duty_only_if="", then=Value("late")), default=Value("conditional"))
    return found.filter(filters.of_states()[words.OPEN]).annotate(told=applies)


def _open(within: Within) -> Any:
    return owed(within).filter(filters.of_states()[words.OPEN])


def _nobody(found: Any, _within: Within) -> Any:
    return filters.owned(found, "", "nobody")


def _without_step(found: Any, _within: Within) -> Any:
    return found.filter(filters.planned(owner__isnull=False, next_step=""))


def _late(found: Any, within: Within) -> Any:
    unmet = filters.of_states()
    late = filters.planned(planned_for__lt=within.day)
    late_ones = found.filter(late).filter(reduce(or_, (unmet[state] for state in UNMET)))
    return late_ones.annotate(planned_day=Subquery(_plan("planned_for")))


def _plan(column: str, **conditions: Any) -> Any:
    return filters.plans(**conditions).values(column)[:1]


def _who(column: str) -> Coalesce:
    """Tell who took an obligation on, else who answers for the use case."""
    owner = Subquery(_plan(f"owner__{column}", owner__is_active=True), output_field=CharField())
    return Coalesce(owner, acting(UseCase, column, "use_case__"))


def page(field: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what leads to an obligation, or to a field of its plan."""

    def url(row: Mapping[str, Any]) -> str:
        slug = law.provision(row["edition"], row["provision"]).slug
        page = to("obligation", row["ref"], slug, row["role_code"])
        return f"{page}#id_{field}" if field else page

    return url


def _check(code: str, title: Text, looks_at: Text, says: Text, **more: Any) -> Check:
    level: Level = more.pop("level", "missing")
    return Check(
        code=f"obligation.{code}",
        title=title,
        looks_at=looks_at,
        finds=more.pop("finds", None) or told(says, level=level),
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
        who=(_who("ref"), _who("name")),
        url=page(more.pop("field", "")),
        **{"due": "duty_applies_from", **more},
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
        "",
        among=_applying,
        lacking=_unmet,
        state="told",
        finds=OPEN,
    ),
    _check(
        "owner",
        _("open obligations taken on"),
        _("Whether somebody took on what is open."),
        _("Nobody took on %(provision)s of %(ref)s (%(role)s), which is open."),
        among=_open,
        lacking=_nobody,
        field="owner",
    ),
    _check(
        "step",
        _("open obligations with a next step"),
        _("Whether who took on what is open named a next step."),
        _("%(provision)s of %(ref)s (%(role)s) was taken on without a next step."),
        among=_open,
        lacking=_without_step,
        field="next_step",
    ),
    _check(
        "late",
        _("planned day of obligations"),
        _("Whether the day that was planned has passed and nothing meets it."),
        _("The day planned for %(provision)s of %(ref)s (%(role)s) has passed."),
        among=owed,
        lacking=_late,
        level="late",
        due="planned_day",
        field="planned_for",
    ),
)
