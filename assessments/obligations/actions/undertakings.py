"""Saying how large the organisation is; fines depend on it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from assessments.models import Undertaking
from records.actors import Actor
from records.changing.acting import acting
from records.verbs import Verb

CREATE = Verb(
    "assessments.undertaking.create",
    needs="administer",
    told=gettext_lazy("entered the size of the organisation"),
)
CHANGE = Verb(
    "assessments.undertaking.change",
    needs="administer",
    told=gettext_lazy("changed the size of the organisation"),
)


def create(*, actor: Actor, values: Mapping[str, object]) -> Undertaking:
    """Enter size and turnover of the organisation at a unit."""
    with acting(CREATE, Undertaking(**values), actor) as created:
        return created


def change(
    undertaking: Undertaking,
    *,
    actor: Actor,
    values: Mapping[str, object],
    seen: int | None = None,
    reason: str = "",
) -> Undertaking:
    """Change size or turnover."""
    with acting(CHANGE, undertaking, actor, seen=seen, reason=reason) as changed:
        for name, value in values.items():
            setattr(changed, name, value)
    return changed
