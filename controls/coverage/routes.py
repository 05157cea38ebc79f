"""By which claims a provision is reached: on itself, above it, over mappings, from before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from controls.coverage.rules import WHOLE, CoverageStep, Route
from controls.crosswalk.engine.crosswalk import Crosswalk, Hop, ProvisionNode
from controls.crosswalk.engine.relations import OPEN, SUPERSET, along, inverse


@dataclass(frozen=True, slots=True)
class RecordedClaim:
    """A claim as recorded: how its control lies to a provision.

    `edition` names an earlier edition where the claim was made on the same provision there, which
    later ones left unchanged.
    """

    id: UUID
    control: UUID
    control_ref: str
    node: ProvisionNode
    relation: str
    edition: str = ""


class Routes:
    """Find the ways from provisions to claims; `parents` name what a provision stands under."""

    def __init__(
        self,
        claims: Iterable[RecordedClaim],
        walk: Crosswalk,
        parents: Mapping[ProvisionNode, ProvisionNode],
    ) -> None:
        self._claims: dict[ProvisionNode, list[RecordedClaim]] = {}
        for claim in claims:
            self._claims.setdefault(claim.node, []).append(claim)
        self._walk = walk
        self._parents = parents
        self._known: dict[ProvisionNode, list[Route]] = {}

    def to(self, node: ProvisionNode) -> list[Route]:
        """Return every way on which something follows; a claim counts once, by its best way."""
        if node not in self._known:
            self._known[node] = self._found(node)
        return self._known[node]

    def wholly_claimed(self, framework: str) -> frozenset[str]:
        """Return the provisions of a framework on which itself a claim says that all is done."""
        return frozenset(
            node.code
            for node, claims in self._claims.items()
            if node.framework == framework
            and any(not claim.edition and claim.relation in WHOLE for claim in claims)
        )

    def _found(self, node: ProvisionNode) -> list[Route]:
        found: dict[UUID, Route] = {}
        for route in self._all(node):
            known = found.get(route.claim)
            if known is None or _merit(route) < _merit(known):
                found[route.claim] = route
        return list(found.values())

    def _all(self, node: ProvisionNode) -> Iterable[Route]:
        start = (CoverageStep("provision", node.code),)
        yield from self._claimed(node, start, ())
        yield from self._above(node, start, ())
        for reach in self._walk.reached(node):
            if reach.is_disputed or not self._has_claims(reach.end):
                continue
            steps = (*start, *_steps(reach.hops))
            back = tuple(_backwards(reach.hops))
            yield from self._claimed(reach.end, steps, back, strength=reach.strength)
            yield from self._above(reach.end, steps, back, strength=reach.strength)

    def _has_claims(self, node: ProvisionNode) -> bool:
        above: ProvisionNode | None = node
        while above is not None:
            if above in self._claims:
                return True
            above = self._parents.get(above)
        return False

    def _above(
        self,
        node: ProvisionNode,
        steps: tuple[CoverageStep, ...],
        back: tuple[str, ...],
        strength: int | None = None,
    ) -> Iterable[Route]:
        above = self._parents.get(node)
        while above is not None:
            way = (*steps, CoverageStep("above", above.code))
            yield from self._claimed(above, way, (SUPERSET, *back), strength, is_own=False)
            above = self._parents.get(above)

    def _claimed(
        self,
        node: ProvisionNode,
        steps: tuple[CoverageStep, ...],
        back: tuple[str, ...],
        strength: int | None = None,
        *,
        is_own: bool = True,
    ) -> Iterable[Route]:
        for claim in self._claims.get(node, ()):
            relation = along([claim.relation, *back])
            if relation == OPEN:
                continue
            before = (CoverageStep("edition", claim.edition),) if claim.edition else ()
            yield Route(
                claim=claim.id,
                control=claim.control,
                control_ref=claim.control_ref,
                relation=relation,
                steps=(
                    *steps,
                    *before,
                    CoverageStep("claim", str(claim.id), claim.relation),
                    CoverageStep("control", claim.control_ref),
                ),
                is_derived=bool(back or before) or not is_own,
                strength=strength,
            )


def _steps(hops: Iterable[Hop]) -> Iterable[CoverageStep]:
    for hop in hops:
        yield CoverageStep("mapping", hop.pair.ref, f"{hop.relation} {hop.strength}")
        yield CoverageStep("provision", f"{hop.end.framework} {hop.end.code}")


def _backwards(hops: tuple[Hop, ...]) -> Iterable[str]:
    """Read relations from the far end to the provision, where the crosswalk reads them from it."""
    for hop in reversed(hops):
        for relation in reversed(hop.relations):
            yield inverse(relation)


def _merit(route: Route) -> tuple[bool, int, int]:
    strength = 10 if route.strength is None else route.strength
    return (route.is_derived, len(route.steps), -strength)
