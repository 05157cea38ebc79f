"""Use cases: how they are added, described, retired and taken up again."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import days
from inventory.models import IntendedUse, UseCase
from inventory.use_cases.choices import Lifecycle
from records.actors import Actor
from records.changing import parts
from records.changing.acting import acting
from records.errors import RuleError
from records.verbs import Verb

CREATE = Verb("inventory.usecase.create", needs="create", told=gettext_lazy("added the use case"))
CHANGE = Verb("inventory.usecase.change", needs="change", told=gettext_lazy("changed the use case"))
RETIRE = Verb("inventory.usecase.retire", needs="change", told=gettext_lazy("retired the use case"))
RESUME = Verb(
    "inventory.usecase.resume", needs="change", told=gettext_lazy("took the use case up again")
)

Rows = Sequence[Mapping[str, object]]


def create(*, actor: Actor, values: Mapping[str, object], intended_uses: Rows = ()) -> UseCase:
    """Add a use case to the register, with its intended uses."""
    with acting(CREATE, UseCase(**values), actor) as added:
        parts.apply(added, IntendedUse, intended_uses)
    return added


def change(
    use_case: UseCase,
    *,
    actor: Actor,
    values: Mapping[str, object],
    intended_uses: Rows = (),
    seen: int | None = None,
    reason: str = "",
) -> UseCase:
    """Change what is recorded of a use case."""
    with acting(CHANGE, use_case, actor, seen=seen, reason=reason) as changed:
        for name, value in values.items():
            setattr(changed, name, value)
        parts.apply(changed, IntendedUse, intended_uses)
    return changed


def retire(use_case: UseCase, *, actor: Actor, reason: str) -> UseCase:
    """Take a use case out of service, today."""
    with acting(RETIRE, use_case, actor, reason=reason) as retired:
        if retired.lifecycle == Lifecycle.RETIRED:
            raise RuleError(_("This use case is already retired."))
        retired.lifecycle = Lifecycle.RETIRED
        retired.retired_on = days.today()
    return retired


def resume(use_case: UseCase, *, actor: Actor, reason: str) -> UseCase:
    """Take a retired use case up again; where it goes from here is for its owner to say."""
    with acting(RESUME, use_case, actor, reason=reason) as resumed:
        if resumed.lifecycle != Lifecycle.RETIRED:
            raise RuleError(_("This use case is not retired."))
        resumed.lifecycle = Lifecycle.PAUSED
        resumed.retired_on = None
    return resumed
