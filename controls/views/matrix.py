"""A matrix of two editions as it is read: the pairs that count, the filters, the picture."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from controls.engine.crosswalk import Crosswalk, Hop, Node, Reach
from controls.engine.matrix import Between, Cell, Group, cells
from controls.engine.relations import inverse
from controls.forms.matrix import DERIVED, MatrixFilter
from controls.models import Edition, Mapping, MappingState
from controls.models.crosswalks import Made, Outline, crosswalk, made_for, newest, outline
from records.actors import Actor


@dataclass(frozen=True)
class PairRead:
    """One pair of the matrix, read from the first edition to the second.

    A derived one has no mapping of its own (no `ref`, no `state`) but the `hops` it rests on.
    """

    first: str
    second: str
    relation: str
    strength: int
    ref: str = ""
    state: str = ""
    hops: tuple[Hop, ...] = ()

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

    down: Sequence[Group]
    across: Sequence[Group]
    cells: dict[tuple[str, str], Cell]
    is_turned: bool
    # Groups without any pair, by side: they are named below the picture.
    unmapped_down: Sequence[Group]
    unmapped_across: Sequence[Group]


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

    def _read(self, made: Made) -> PairRead:
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

    def _reached(self, walk: Crosswalk) -> Iterator[Reach]:
        here, there = self.outlines
        for item in here.items:
            if item.code not in here.standing:
                continue
            for reach in walk.reached(Node(here.framework, item.code)):
                is_there = reach.end.framework == there.framework
                if reach.basis == DERIVED and is_there and reach.end.code in there.standing:
                    yield reach


class Narrowed:
    """A matrix as an address asks for it."""

    def __init__(self, matrix: Matrix, query: Any, day: Any) -> None:
        self.matrix, self.day = matrix, day
        self.form = MatrixFilter(query)
        self.asked = self.form.cleaned_data if self.form.is_valid() else {}

    @cached_property
    def everything(self) -> list[PairRead]:
        """Return all pairs, the derived ones where they were asked for, in reading order."""
        derived = list(self.matrix.derived(self.day)) if self.asked.get("basis") else []
        here, there = (read.places for read in self.matrix.outlines)
        pairs = [*self.matrix.recorded, *derived]
        return sorted(pairs, key=lambda p: (here[p.first], -p.strength, there[p.second]))

    @cached_property
    def filtered(self) -> list[PairRead]:
        """Return what the filters leave, between whichever groups."""
        return [pair for pair in self.everything if self._fits(pair)]

    @cached_property
    def shown(self) -> list[PairRead]:
        """Return what the filters leave between the groups that were chosen."""
        rows, columns = (self._members(side) for side in ("row", "column"))
        return [
            pair
            for pair in self.filtered
            if (rows is None or pair.first in rows) and (columns is None or pair.second in columns)
        ]

    def _members(self, side: str) -> frozenset[str] | None:
        code = self.asked.get(side)
        if not code:
            return None
        read = self.matrix.outlines[side == "column"]
        return next((g.members for g in read.groups if g.code == code), frozenset({code}))

    def _fits(self, pair: PairRead) -> bool:
        asked = self.asked
        return (
            asked.get("relation") in (None, "", pair.relation)
            and asked.get("state") in (None, "", pair.state)
            and pair.strength >= (asked.get("strength") or 0)
        )

    def picture(self) -> Picture:
        """Work out the heat map of what the filters leave."""
        here, there = (read.groups for read in self.matrix.outlines)
        between = [
            Between(p.first, p.second, p.relation, p.strength, p.is_disputed) for p in self.filtered
        ]
        found = cells(here, there, between)
        used = [{key[side] for key in found} for side in (0, 1)]
        rows, columns = (
            [group for group in groups if group.code in used[side]]
            for side, groups in enumerate((here, there))
        )
        lacking = [
            [group for group in groups if group.code not in used[side]]
            for side, groups in enumerate((here, there))
        ]
        if len(rows) >= len(columns):
            return Picture(rows, columns, found, False, lacking[0], lacking[1])
        turned = {(column, row): cell for (row, column), cell in found.items()}
        return Picture(columns, rows, turned, True, lacking[1], lacking[0])
