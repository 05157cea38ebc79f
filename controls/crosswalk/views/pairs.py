"""The pairs of a matrix as a list: those that count, the filters, the order, the table."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from controls.crosswalk.actions.mappings import may_dispute
from controls.crosswalk.engine.matrix import MatrixPair, cells
from controls.crosswalk.forms.matrix import MatrixFilter
from controls.crosswalk.kinds import state
from controls.crosswalk.views.matrix import Matrix, PairRead, Picture, matrix_of
from controls.crosswalk.views.provision_mappings import mapping_link
from controls.frameworks import vocabulary
from governance import days
from records.addresses import keep_moment, to
from records.history.past import current_moment
from records.lists import FORMATS, Column, SequenceList, SequenceRows
from records.shapes import Link, Row, Status


class PairRows(SequenceRows[PairRead]):
    """Pairs with the mappings behind them, asked for together."""

    at_a_time = 10_000

    def __init__(self, items: Sequence[PairRead], matrix: Matrix) -> None:
        super().__init__(items)
        self.matrix = matrix

    def some(self, start: int, stop: int) -> Sequence[PairRead]:
        """Cut some out, each with its mapping."""
        some = super().some(start, stop)
        mappings = self.matrix.records(some)
        return [replace(pair, mapping=mappings.get(pair.ref)) for pair in some]


class PairList(SequenceList[PairRead]):
    """The pairs between two editions."""

    formats = (*FORMATS, ("oscal.json", "OSCAL (JSON)"))
    pages: ClassVar = {"list": "crosswalk-matrix", "export": "crosswalk-export"}
    usual_order = "first"

    def setup(self, **codes: str) -> None:
        """Find the editions that the address names; out of reach is 404."""
        self.matrix, self.day = matrix_of(codes, self.actor), days.day_read()
        self.codes = tuple(codes.values())
        first, second = self.matrix.first, self.matrix.second
        self.title = f"{first.name} × {second.name}"
        self.may_dispute = may_dispute(self.actor) and current_moment() is None
        names = [edition.framework.short_title for edition in (first, second)]
        here, there = (self._end(side) for side in (0, 1))
        self.columns = (
            Column(key="first", label=names[0], value=here, sort=self._place(0)),
            Column(key="relation", label=_("Relation"), value=_relation, sort=_relation),
            Column(key="second", label=names[1], value=there, sort=self._place(1)),
            Column(key="strength", label=_("Strength"), value=_strength, sort=_strength),
            Column(key="state", label=_("State"), value=self._signs, sort=lambda pair: pair.state),
            Column(key="why", label=_("Why"), value=_why),
        )

    def make_form(self) -> MatrixFilter:
        """Return the filters; groups are chosen in the picture."""
        form = MatrixFilter(self.query)
        form.fields["row"].label = self.matrix.first.framework.short_title
        form.fields["column"].label = self.matrix.second.framework.short_title
        return form

    @property
    def narrowed(self) -> dict[str, Any]:
        """Return what the filters ask for; nothing where they cannot be read."""
        return self.form.cleaned_data if self.is_valid else {}

    @cached_property
    def everything(self) -> list[PairRead]:
        """Return all pairs, the derived ones where they were asked for, in reading order."""
        derived = list(self.matrix.derived(self.day)) if self.narrowed.get("basis") else []
        here, there = (read.places for read in self.matrix.outlines)
        pairs = [*self.matrix.recorded, *derived]
        return sorted(pairs, key=lambda p: (here[p.first], -p.strength, there[p.second]))

    @cached_property
    def filtered(self) -> list[PairRead]:
        """Return what the filters leave, between whichever groups."""
        return [pair for pair in self.everything if self._fits(pair)]

    def found(self) -> list[PairRead]:
        """Return what the filters leave between the groups that were chosen."""
        rows, columns = (self._members(side) for side in ("row", "column"))
        return [
            pair
            for pair in self.filtered
            if (rows is None or pair.first in rows) and (columns is None or pair.second in columns)
        ]

    def rows(self) -> PairRows:
        return PairRows(self.in_order(), self.matrix)

    def _members(self, side: str) -> frozenset[str] | None:
        code = self.narrowed.get(side)
        if not code:
            return None
        read = self.matrix.outlines[side == "column"]
        return next((g.members for g in read.groups if g.code == code), frozenset({code}))

    def _fits(self, pair: PairRead) -> bool:
        asked = self.narrowed
        return (
            asked.get("relation") in (None, "", pair.relation)
            and asked.get("state") in (None, "", pair.state)
            and pair.strength >= (asked.get("strength") or 0)
        )

    def picture(self) -> Picture:
        """Work out the heat map of what the filters leave."""
        here, there = (read.groups for read in self.matrix.outlines)
        between = [
            MatrixPair(p.first, p.second, p.relation, p.strength, p.is_disputed)
            for p in self.filtered
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

    def row(self, item: PairRead) -> Row:
        return Row(self.cells(item), label=f"{item.first} {item.second}")

    def _end(self, side: int) -> Callable[[PairRead], Link]:
        edition = (self.matrix.first, self.matrix.second)[side]

        def end(pair: PairRead) -> Link:
            code, read = (pair.first, pair.second)[side], self.matrix.outlines[side]
            url = keep_moment(f"{edition.get_absolute_url()}{read.slugs[code]}/")
            return Link(code, url, read.titles[code])

        return end

    def _place(self, side: int) -> Callable[[PairRead], int]:
        return lambda pair: self.matrix.outlines[side].places[(pair.first, pair.second)[side]]

    def _signs(self, pair: PairRead) -> list[object]:
        """Say whether somebody reviewed it, and offer to dispute it."""
        if pair.mapping is None:
            return [Status(_("Derived"), "neutral")]
        signs: list[object] = [state(pair.mapping)]
        if self.may_dispute and not pair.is_disputed:
            signs.append(Link(_("Dispute"), to("mapping-dispute", pair.ref), pair.ref))
        return signs


def _strength(pair: PairRead) -> int:
    return pair.strength


def _relation(pair: PairRead) -> str:
    return vocabulary.say(vocabulary.RELATIONS, pair.relation)


def _why(pair: PairRead) -> object:
    """Say why: the mapping with its rationale, or the way it is derived by."""
    if pair.mapping is not None:
        return mapping_link(pair.mapping)
    steps = [f"{hop.start.code} – {hop.end.code} ({hop.strength})" for hop in pair.hops]
    weakest = min(pair.hops, key=lambda hop: hop.strength)
    return [*steps, _("Weakest: %(ref)s") % {"ref": weakest.pair.ref}]
