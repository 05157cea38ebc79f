"""A matrix of two editions as it is read: the pairs that count."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from controls.crosswalk.engine.crosswalk import Crosswalk, Hop, ProvisionNode, ReachedProvision
from controls.crosswalk.engine.matrix import MatrixCell
from controls.crosswalk.engine.relations import inverse
from controls.crosswalk.forms.matrix import DERIVED
from controls.crosswalk.models.crosswalks import MappingFacts, crosswalk, made_for
from controls.frameworks.editions import Outline, newest, outline
from controls.frameworks.engine.groups import ProvisionGroup
from controls.models import Edition, Mapping, MappingState
from records.actors import Actor


@dataclass(frozen=True)
class PairRead:
    """One pair of the matrix, read from the first edition to the second.

    A derived one has no mapping of its own (no `ref`, no `state`) but the `hops` it rests on. The
    mapping itself is read for those alone that are shown.
    """

    first: str
    second: str
    relation: str
    strength: int
    ref: str = ""
    state: str = ""
    hops: tuple[Hop, ...] = ()
    mapping: Mapping | None = None

    @property
    def is_disputed(self) -> bool:
        """Say whether the mapping is disputed."""
        return self.state == MappingState.DISPUTED

    @property
    def basis(self) -> str:
        """Say whether somebody judged the pair, or it follows from two mappings."""
        return "recorded" if self.ref else DERIVED


@dataclass(frozen=True)
class Picture:
    """The heat map: the side with more groups runs down, so that it fits a page."""

    down: Sequence[ProvisionGroup]
    across: Sequence[ProvisionGroup]
    cells: dict[tuple[str, str], MatrixCell]
    is_turned: bool
    # Groups without any pair, by side: they are named below the picture.
    unmapped_down: Sequence[ProvisionGroup]
    unmapped_across: Sequence[ProvisionGroup]


class Matrix:
    """All pairs between two editions that an actor may see, in the moment that is read."""

    def __init__(self, first: Edition, second: Edition, actor: Actor) -> None:
        self.first, self.second, self.actor = first, second, actor

    @cached_property
    def outlines(self) -> tuple[Outline, Outline]:
        """Return the outlines of both editions."""
        return outline(self.first), outline(self.second)

    @cached_property
    def recorded(self) -> list[PairRead]:
        """Return the mappings between both that were made for these editions."""
        found = made_for(self._mappings(), [self.first, self.second])
        pairs = [self._read(mapping) for mapping in found]
        here, there = self.outlines
        return [p for p in pairs if p.first in here.standing and p.second in there.standing]

    def _mappings(self) -> Any:
        return Mapping.objects.visible_to(self.actor).current()

    def _read(self, made: MappingFacts) -> PairRead:
        told = (made.strength, made.ref, made.state)
        if made.source_framework_id == self.first.framework_id:
            return PairRead(made.source_code, made.target_code, made.relation, *told)
        return PairRead(made.target_code, made.source_code, inverse(made.relation), *told)

    def records(self, pairs: Iterable[PairRead]) -> dict[str, Mapping]:
        """Return the mappings behind some pairs by their references."""
        refs = [pair.ref for pair in pairs if pair.ref]
        found = self._mappings().filter(ref__in=refs)
        joined = found.select_related("source_framework", "target_framework")
        return {mapping.ref: mapping for mapping in joined}

    def derived(self, day: Any) -> Iterator[PairRead]:
        """Yield the pairs that follow over a third framework, in its edition of a day."""
        found = Edition.objects.visible_to(self.actor).current().select_related("framework")
        shown = (self.first.framework_id, self.second.framework_id)
        editions = [self.first, self.second, *newest(found.exclude(framework__in=shown), day)]
        walk = crosswalk(made_for(self._mappings(), editions), editions)
        for reach in self._reached(walk):
            pair = (reach.hops[0].start.code, reach.end.code)
            yield PairRead(*pair, reach.relation, reach.strength, hops=reach.hops)

    def _reached(self, walk: Crosswalk) -> Iterator[ReachedProvision]:
        here, there = self.outlines
        for item in here.items:
            if item.code not in here.standing:
                continue
            for reach in walk.reached(ProvisionNode(here.framework, item.code)):
                is_there = reach.end.framework == there.framework
                if reach.basis == DERIVED and is_there and reach.end.code in there.standing:
                    yield reach


def matrix_of(codes: dict[str, str], actor: Actor) -> Matrix:
    """Return the matrix of the editions an address names; out of reach is 404."""
    found = Edition.objects.visible_to(actor).current().select_related("framework")
    pair = []
    for framework, edition in (("framework", "edition"), ("other", "other_edition")):
        one = found.filter(framework__code=codes[framework], code=codes[edition]).first()
        if one is None:
            raise Http404
        pair.append(one)
    if pair[0].framework_id == pair[1].framework_id:
        raise Http404
    return Matrix(pair[0], pair[1], actor)
