"""What is looked at of obligations that the organisation keeps once for all use cases."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.words import ROLES
from assessments.obligations import organisation
from assessments.obligations.checks import MET, UNMET, page
from assessments.obligations.organisation import General
from governance.gaps.checks import Check, Finds, Level
from governance.gaps.within import Within
from governance.models import Unit
from records.actors import Actor
from records.shapes import Text

EVERYBODY = Actor.system("gaps")


def _owed(within: Within) -> list[dict[str, Any]]:
    """Tell what stands at units that are looked at; who asks decides over no obligation."""
    units = {unit.ref: unit for unit in within.records(Unit).select_related("owner")}
    told_of = within.kept("general", lambda: organisation.tell(actor=EVERYBODY, on=within.day))
    return [_row(item, units[item.ref]) for item in told_of if item.ref in units]


def _row(item: General, unit: Unit) -> dict[str, Any]:
    plan = item.plan
    people = [plan and plan.owner, unit.owner]
    who = next((person for person in people if person and person.is_active), None)
    return {
        "ref": item.ref,
        "unit": item.ref,
        "unit_name": item.name,
        "name": item.name,
        "is_sample": item.is_sample,
        "who": who.ref if who else "",
        "who_name": who.name if who else "",
        "provision": item.provision,
        "edition": item.edition,
        "role": item.role,
        "role_code": item.role,
        "since": item.applies_from,
        "due": item.applies_from,
        "item": item,
        "state": "conditional" if item.only_if else "late",
    }


def _keep(state: Callable[[General, Within], bool]) -> Callable[[Any, Within], Any]:
    return lambda found, within: [row for row in found if state(row["item"], within)]


def _among(state: Callable[[General, Within], bool]) -> Callable[[Within], Any]:
    return lambda within: _keep(state)(_owed(within), within)


def _is_open(item: General, _within: Within) -> bool:
    return item.state == words.OPEN


def _applies(item: General, within: Within) -> bool:
    begun = item.applies_from is not None and item.applies_from <= within.day
    return item.state == words.OPEN or (item.state in MET and begun)


def _is_nobodys(item: General, _within: Within) -> bool:
    return not item.plan or item.plan.owner is None


def _has_no_step(item: General, within: Within) -> bool:
    return not _is_nobodys(item, within) and not (item.plan and item.plan.next_step)


def _is_late(item: General, within: Within) -> bool:
    day = item.plan.planned_for if item.plan else None
    return item.state in UNMET and day is not None and day < within.day


def _late(found: Any, within: Within) -> Any:
    late = _keep(_is_late)(found, within)
    return [{**row, "due": row["item"].plan.planned_for} for row in late]


def _check(code: str, title: Text, looks_at: Text, finds: Finds, **more: Any) -> Check:
    return Check(
        code=f"organisation.{code}",
        title=title,
        looks_at=looks_at,
        finds=finds,
        model=Unit,
        words={"role": ROLES},
        url=page(more.pop("field", "")),
        **more,
    )


def _every(says: Text, *, level: Level = "missing") -> Finds:
    return dict.fromkeys(("late", "conditional"), (level, says))


CHECKS = (
    _check(
        "open",
        _("obligations of the organisation, met"),
        _("Whether what the organisation keeps once for all use cases is met where it applies."),
        {
            "late": (
                "late",
                _("%(provision)s applies to %(ref)s as a whole (%(role)s), and nothing meets it."),
            ),
            "conditional": (
                "missing",
                _(
                    "%(provision)s may apply to %(ref)s as a whole (%(role)s), which people judge; "
                    "nothing meets it."
                ),
            ),
        },
        among=_among(_applies),
        lacking=_keep(_is_open),
    ),
    _check(
        "owner",
        _("obligations of the organisation, taken on"),
        _("Whether somebody took on what is open for the organisation."),
        _every(_("Nobody took on %(provision)s of %(ref)s as a whole (%(role)s), which is open.")),
        among=_among(_is_open),
        lacking=_keep(_is_nobodys),
        field="owner",
    ),
    _check(
        "step",
        _("obligations of the organisation with a next step"),
        _("Whether who took on what is open for the organisation named a next step."),
        _every(
            _("%(provision)s of %(ref)s as a whole (%(role)s) was taken on without a next step.")
        ),
        among=_among(_is_open),
        lacking=_keep(_has_no_step),
        field="next_step",
    ),
    _check(
        "late",
        _("planned day of obligations of the organisation"),
        _("Whether the day that was planned has passed and nothing meets it."),
        _every(
            _("The day planned for %(provision)s of %(ref)s as a whole (%(role)s) has passed."),
            level="late",
        ),
        among=_owed,
        lacking=_late,
        field="planned_for",
    ),
)
