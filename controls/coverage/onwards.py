"""What a control gives beyond its claims: provisions that follow over mappings."""

from dataclasses import dataclass
from datetime import date

from controls.crosswalk.engine.crosswalk import ProvisionNode, ReachedProvision
from controls.crosswalk.engine.relations import OPEN, along
from controls.crosswalk.models.crosswalks import crosswalk, made_for
from controls.frameworks.editions import newest, outline
from controls.models import Claim, Control, Edition
from controls.models import Mapping as MappingRecord


@dataclass(frozen=True, slots=True)
class Onwards:
    """A provision that follows from a claim, and how the control lies to it."""

    edition: Edition
    code: str
    title: str
    slug: str
    relation: str
    strength: int
    claimed: str
    mappings: tuple[str, ...]


def onwards(control: Control, day: date) -> list[Onwards]:
    """Return what follows from the claims of a control, the strongest first."""
    claims = list(
        Claim.objects.filter(control=control)
        .select_related("provision__edition__framework")
        .order_by("pk")
    )
    every = list(Edition.objects.current().select_related("framework"))
    of_claims = {claim.provision.edition.framework_id: claim.provision.edition for claim in claims}
    in_force = {one.framework_id: one for one in newest(every, day)}
    editions = list((in_force | of_claims).values())
    walk = crosswalk(made_for(MappingRecord.objects.current(), editions), editions)
    by_code = {edition.framework.code: edition for edition in editions}
    own = {_node(claim) for claim in claims}
    best: dict[ProvisionNode, Onwards] = {}
    for claim in claims:
        for reach in walk.reached(_node(claim)):
            made = _made(claim, reach, by_code)
            if made is None or reach.end in own:
                continue
            known = best.get(reach.end)
            if known is None or made.strength > known.strength:
                best[reach.end] = made
    return sorted(best.values(), key=lambda one: (-one.strength, one.edition.title, one.code))


def _node(claim: Claim) -> ProvisionNode:
    return ProvisionNode(claim.provision.edition.framework.code, claim.provision.code)


def _made(claim: Claim, reach: ReachedProvision, editions: dict[str, Edition]) -> Onwards | None:
    relations = [relation for hop in reach.hops for relation in hop.relations]
    relation = along([claim.relation, *relations])
    if relation == OPEN or reach.is_disputed:
        return None
    edition = editions[reach.end.framework]
    held = outline(edition)
    return Onwards(
        edition,
        reach.end.code,
        held.titles[reach.end.code],
        held.slugs[reach.end.code],
        relation,
        reach.strength,
        claim.provision.code,
        tuple(hop.pair.ref for hop in reach.hops),
    )
