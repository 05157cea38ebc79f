"""Which controls hold at a place, by implementations there and above, and what evidence they have.

A fact like coverage: the same for every reader. Who may see which of it is asked for apart.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from controls.coverage.places import upwards
from controls.coverage.rules import Implemented, chain
from controls.models import EvidenceUse, Implementation, ImplementationStatus, Origin
from governance.models import Unit
from inventory.models import UseCase


def unit_of(place: UseCase | Unit) -> Unit:
    """Return the unit from which controls are looked for upwards."""
    return place if isinstance(place, Unit) else place.unit


def holding(place: UseCase | Unit) -> list[Implementation]:
    """Return the implementations that hold at a place: its own first, then from its unit up.

    The nearest of a control decides, and takes those above along that it inherits from.
    """
    here = Implementation.objects.current().exclude(status=ImplementationStatus.RETIRED)
    here = here.select_related("control", "unit", "use_case", "owner")
    above = here.filter(use_case__isnull=True, unit__path__in=upwards(unit_of(place).path))
    own = here.filter(use_case=place) if isinstance(place, UseCase) else here.none()
    found = [*own, *above]
    of_control: dict[UUID, list[Implementation]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.use_case_id is None, -len(one.unit.path))):
        of_control[one.control_id].append(one)
    kept = [one for stack in of_control.values() for one in _deciding(stack)]
    return sorted(kept, key=lambda one: (one.use_case_id is None, -len(one.unit.path), one.pk))


def _deciding(nearest_first: Sequence[Implementation]) -> Sequence[Implementation]:
    """Keep the chain that works together; what inherits from nothing stands there all the same."""
    linked = chain([_as_implemented(one) for one in nearest_first])
    return nearest_first[: max(len(linked), 1)]


def _as_implemented(one: Implementation) -> Implemented:
    return Implemented(
        id=one.pk,
        ref=one.ref,
        control=one.control_id,
        place=one.unit.path,
        is_in_place=one.status == ImplementationStatus.IMPLEMENTED,
        is_inherited=one.origin == Origin.INHERITED,
    )


def evidence_of(linked: Sequence[Implementation], place: UseCase | Unit) -> dict[UUID, list[UUID]]:
    """Return the evidence of each implementation: attached to it, or to a claim and from above."""
    of_control: dict[UUID, list[UUID]] = defaultdict(list)
    for one in linked:
        of_control[one.control_id].append(one.pk)
    keys = [one.pk for one in linked]
    found = EvidenceUse.objects.filter(evidence__archived_at__isnull=True).order_by(
        "evidence", "pk"
    )
    used: dict[UUID, list[UUID]] = defaultdict(list)
    attached = found.filter(implementation__in=keys).values_list("implementation", "evidence")
    for implementation, evidence in attached:
        used[implementation].append(evidence)
    claimed = found.filter(
        claim__control__in=of_control, evidence__unit__path__in=upwards(unit_of(place).path)
    )
    for control, evidence in claimed.values_list("claim__control", "evidence"):
        for implementation in of_control[control]:
            if evidence not in used[implementation]:
                used[implementation].append(evidence)
    return used
