"""Implementations: where a control is in place, by whom it is carried out, since when."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.models import Control, Implementation, ImplementationStatus, Origin
from governance.models import Unit
from inventory.models import UseCase
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.verbs import Verb

ADD = Verb(
    "controls.implementation.add",
    needs="create",
    told=gettext_lazy("recorded where the control is in place"),
)
CHANGE = Verb(
    "controls.implementation.change",
    needs="change",
    told=gettext_lazy("changed the implementation"),
)
NOT_YET = frozenset({ImplementationStatus.PLANNED, ImplementationStatus.IN_PROGRESS})


def at_unit(control: Control, *, actor: Actor, unit: Unit, **values: object) -> Implementation:
    """Record a control at a unit and all that is below it."""
    return _add(control, actor, values | {"unit": unit})


def at_use_case(
    use_case: UseCase, *, actor: Actor, control: Control, **values: object
) -> Implementation:
    """Record a control at one use case."""
    return _add(control, actor, values | {"unit": use_case.unit, "use_case": use_case})


def _add(control: Control, actor: Actor, values: dict[str, object]) -> Implementation:
    if control.is_archived:
        raise RuleError(_("%(ref)s is archived. Restore it first.") % {"ref": control.ref})
    made = Implementation(control=control, owner=actor.person, **values)
    facts = {"control": control.ref}
    with acting(ADD, made, actor, facts=facts) as added:
        _check(added)
    return added


def change(
    implementation: Implementation,
    *,
    actor: Actor,
    values: Mapping[str, object],
    seen: int | None = None,
    reason: str = "",
) -> Implementation:
    """Change how far a control is in place; one at a use case goes along to its unit of today."""
    with acting(CHANGE, implementation, actor, seen=seen, reason=reason) as changed:
        for name, value in values.items():
            setattr(changed, name, value)
        if changed.use_case is not None:
            changed.unit = changed.use_case.unit
        _check(changed)
    return changed


def _check(one: Implementation) -> None:
    if one.status == ImplementationStatus.IMPLEMENTED and one.since is None:
        raise RuleError(_("Say since when it is in place."))
    if one.status in NOT_YET and one.since is not None:
        raise RuleError(_("It is not in place yet: leave “in place since” empty."))
    if one.origin == Origin.INHERITED and one.use_case is None and one.unit.is_top:
        raise RuleError(_("Nothing stands above the organisation: it inherits from nobody."))
