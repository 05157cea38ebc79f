"""What a provision reaches: by its own mappings, by its paragraph's, or over a third framework."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from controls.crosswalk.engine.relations import OPEN, SUBSET, along, inverse

Basis = Literal["own", "inherited", "derived"]


class ProvisionNode(NamedTuple):
    """A provision by the code of its framework and its number."""

    framework: str
    code: str


@dataclass(frozen=True)
class Pair:
    """A mapping as recorded, read from source to target; a disputed one carries nothing on."""

    ref: str
    source: ProvisionNode
    target: ProvisionNode
    relation: str
    strength: int
    is_disputed: bool = False


@dataclass(frozen=True)
class Hop:
    """A mapping read in the direction of travel; `through` is the paragraph that lent it."""

    start: ProvisionNode
    end: ProvisionNode
    relation: str
    strength: int
    pair: Pair
    is_backwards: bool = False
    through: ProvisionNode | None = None

    @property
    def relations(self) -> tuple[str, ...]:
        """Return the relations on the way; a point lies inside the paragraph it inherits from."""
        return (SUBSET, self.relation) if self.through else (self.relation,)


@dataclass(frozen=True)
class ReachedProvision:
    """One provision that is reached, and by which hops; no stronger than the weakest of them."""

    end: ProvisionNode
    hops: tuple[Hop, ...]
    basis: Basis

    @property
    def strength(self) -> int:
        """Return the strength of the weakest hop."""
        return min(hop.strength for hop in self.hops)

    @property
    def relation(self) -> str:
        """Return what follows from the relations on the way, which may be open."""
        return along([relation for hop in self.hops for relation in hop.relations])

    @property
    def weakest(self) -> Hop:
        """Return the weakest hop, the first of equals."""
        return min(self.hops, key=lambda hop: hop.strength)

    @property
    def is_disputed(self) -> bool:
        """Say whether a mapping on the way is disputed."""
        return any(hop.pair.is_disputed for hop in self.hops)


class Crosswalk:
    """All mappings together; `parents` name what a provision stands under."""

    def __init__(
        self, pairs: Iterable[Pair], parents: Mapping[ProvisionNode, ProvisionNode] | None = None
    ) -> None:
        self._parents = parents or {}
        self._hops: dict[ProvisionNode, list[Hop]] = defaultdict(list)
        for pair in pairs:
            self._hops[pair.source].append(_forwards(pair))
            self._hops[pair.target].append(_backwards(pair))

    def hops(self, node: ProvisionNode) -> list[Hop]:
        """Return what a provision is mapped to; towards a framework without, its paragraph's."""
        found = list(self._hops.get(node, ()))
        served = {hop.end.framework for hop in found}
        above = self._parents.get(node)
        while above is not None:
            lent = [hop for hop in self._hops.get(above, ()) if hop.end.framework not in served]
            found += [_lent(hop, node) for hop in lent]
            served |= {hop.end.framework for hop in lent}
            above = self._parents.get(above)
        return found

    def reached(self, node: ProvisionNode) -> list[ReachedProvision]:
        """Return all that a provision reaches: own and inherited, then derived, strongest first.

        Derived goes over one third framework. Between two ends the strongest way counts, and
        none where a mapping of its own or of its paragraph leads there already.
        """
        direct = [
            ReachedProvision(hop.end, (hop,), "inherited" if hop.through else "own")
            for hop in self.hops(node)
        ]
        return [*sorted(direct, key=_order), *sorted(self._derived(node, direct), key=_order)]

    def _derived(
        self, node: ProvisionNode, direct: list[ReachedProvision]
    ) -> list[ReachedProvision]:
        known = {reach.end for reach in direct}
        best: dict[ProvisionNode, ReachedProvision] = {}
        for first in (reach.hops[0] for reach in direct if not reach.is_disputed):
            for second in self.hops(first.end):
                way = ReachedProvision(second.end, (first, second), "derived")
                if second.pair.is_disputed or second.end.framework == node.framework:
                    continue
                if way.end not in known and _is_better(way, best.get(way.end)):
                    best[way.end] = way
        return list(best.values())


def _forwards(pair: Pair) -> Hop:
    return Hop(pair.source, pair.target, pair.relation, pair.strength, pair)


def _backwards(pair: Pair) -> Hop:
    relation = inverse(pair.relation)
    return Hop(pair.target, pair.source, relation, pair.strength, pair, is_backwards=True)


def _lent(hop: Hop, node: ProvisionNode) -> Hop:
    return Hop(
        node, hop.end, hop.relation, hop.strength, hop.pair, hop.is_backwards, through=hop.start
    )


def _order(reach: ReachedProvision) -> tuple[str, int, str]:
    return (reach.end.framework, -reach.strength, reach.end.code)


def _is_better(way: ReachedProvision, known: ReachedProvision | None) -> bool:
    """Prefer the stronger way; among equals one whose relation is settled, then a fixed order."""
    return known is None or _merit(way) < _merit(known)


def _merit(way: ReachedProvision) -> tuple[int, bool, tuple[ProvisionNode, ...]]:
    return (-way.strength, way.relation == OPEN, tuple(hop.end for hop in way.hops))
