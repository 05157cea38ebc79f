"""Finding one obligation by its place: of a use case, or of the organisation."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from assessments.models import organisation_units
from assessments.obligations import law, organisation, reports, rows
from assessments.obligations.actions.obligations import PlanTarget
from assessments.obligations.addresses import ObligationAddress
from assessments.obligations.organisation import General
from assessments.obligations.reports import ObligationRow
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from records.actors import Actor


@dataclass(frozen=True, slots=True)
class Found:
    """An obligation as a page found it, of a use case or of the organisation."""

    target: PlanTarget
    edition: str
    told: ObligationRow | None = None
    general: General | None = None

    @property
    def item(self) -> Any:
        """Return what both have in common."""
        return self.told.owed if self.told else self.general

    @property
    def state(self) -> str:
        """Return where it stands."""
        return (self.told or self.general).state  # type: ignore[union-attr] # one of them is there

    @property
    def standing(self) -> str:
        """Return how what it follows from stands towards sign-off."""
        return (self.told or self.general).standing  # type: ignore[union-attr] # as above

    @property
    def plan(self) -> rows.PlanEntry | None:
        """Return what is planned."""
        return (self.told or self.general).plan  # type: ignore[union-attr] # as above


def find(place: ObligationAddress, actor: Actor) -> Found:
    """Return an obligation within reach, or raise Http404."""
    if place.ref.startswith(f"{Unit.ref_prefix}-"):
        return _of_organisation(place, actor)
    use_case = UseCase.objects.visible_to(actor).filter(ref=place.ref).select_related("unit")
    subject = use_case.first()
    if subject is None:
        raise Http404
    for told in reports.of_use_case(subject, actor=actor, on=days.day_read()):
        if _is_at(told.owed, place):
            owed = told.owed
            return Found(PlanTarget(subject, owed.provision, owed.role), owed.edition, told=told)
    raise Http404


def _of_organisation(place: ObligationAddress, actor: Actor) -> Found:
    units = {unit.ref: unit for unit in organisation_units().values()}
    unit = units.get(place.ref)
    if unit is None:
        raise Http404
    own = {"use_case__unit__is_sample": unit.is_sample}
    for item in organisation.tell(actor=actor, on=days.day_read(), **own):
        if _is_at(item, place):
            return Found(PlanTarget(unit, item.provision, item.role), item.edition, general=item)
    raise Http404


def _is_at(item: Any, place: ObligationAddress) -> bool:
    slug = law.provision(item.edition, item.provision).slug
    return (item.role, slug) == (place.role, place.slug)
