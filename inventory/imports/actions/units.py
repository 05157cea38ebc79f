"""Where rows belong: units found by their names below the unit of the import, or added."""

from dataclasses import replace
from uuid import UUID

from governance.models import Unit
from inventory.models import MissingUnits
from records import permissions
from records.actors import Actor
from records.incoming import (
    UNIT_SEPARATOR,
    IncomingRow,
    RowProblem,
    RowRemark,
    Sentence,
    fold,
    told,
)
from records.incoming import gettext_noop as _

Names = tuple[str, ...]
LONGEST_NAME = 200
# Each level takes 33 signs of a unit's path, which holds 1000.
MOST_LEVELS = 12


class Units:
    """The units at and below one, by their folded names."""

    def __init__(self, base: Unit, actor: Actor, missing: str) -> None:
        self.base = base
        self.actor = actor
        self.missing = missing
        self.by_names: dict[Names, Unit] = {}
        self.names: dict[UUID, Names] = {}
        self.spelling: dict[Names, Names] = {}
        self._may_add: dict[UUID, bool] = {}
        self._load()

    def _load(self) -> None:
        below = Unit.objects.filter(path__startswith=self.base.path)
        for unit in sorted(below, key=lambda found: len(found.path)):
            is_base = unit.pk == self.base.pk
            above = () if is_base else self.names[unit.unit_id]
            self.names[unit.pk] = above if is_base else (*above, unit.name)
            self.by_names[_folded(self.names[unit.pk])] = unit

    def of(self, unit: Unit) -> Names:
        """Return the names that lead to a unit; one elsewhere is told apart by its reference."""
        return self.names.get(unit.pk, ("", unit.ref))

    def find(self, names: Names) -> Unit:
        """Return the unit of these names, which is there by now."""
        return self.by_names[_folded(names)]

    def place(self, row: IncomingRow, column: str) -> IncomingRow:
        """Return the row with the unit it goes to, or with what stands against it."""
        names = row.values.get("unit")
        if not isinstance(names, tuple):
            return row
        unit = self.by_names.get(_folded(names))
        if unit is None and _folded(names) == _folded((self.base.name,)):
            unit = self.base  # a list that was exported names it, too
        if unit is not None and not unit.is_archived:
            return _with_unit(row, self.names[unit.pk])
        if unit is None and self.missing == MissingUnits.HERE:
            sentence = told(
                _("The unit “%(unit)s” is not there; the row goes to “%(here)s”."),
                unit=UNIT_SEPARATOR.join(names),
                here=self.base.name,
            )
            remark = RowRemark(row.row_number, column, sentence)
            kept = {name: value for name, value in row.values.items() if name != "unit"}
            return replace(row, values=kept, remarks=(*row.remarks, remark))
        problem = self._problem(names, unit)
        if problem is not None:
            found = RowProblem(row.row_number, column, problem)
            return replace(row, problems=(*row.problems, found))
        return _with_unit(row, self._new(names))

    def _problem(self, names: Names, unit: Unit | None) -> Sentence | None:
        shown = UNIT_SEPARATOR.join(names)
        if unit is not None:
            return told(_("The unit “%(unit)s” is archived. Restore it first."), unit=shown)
        if self.missing == MissingUnits.REFUSE:
            return told(_("The unit “%(unit)s” is not there. Add it first."), unit=shown)
        if len(names) > MOST_LEVELS or any(len(name) > LONGEST_NAME for name in names):
            template = _("A unit has at most %(most)d characters, and %(levels)d levels.")
            return told(template, most=LONGEST_NAME, levels=MOST_LEVELS)
        above = self._lowest_known(names)
        if not self._may_add_below(above):
            return told(
                _(
                    "The unit “%(unit)s” is not there, and you may not add it below “%(above)s”."
                    " Ask an administrator, or put such rows into one unit."
                ),
                unit=shown,
                above=above.name,
            )
        return None

    def nearest(self, names: Names) -> Unit:
        """Return the unit of these names, or the lowest one above it that is there already."""
        return self.by_names.get(_folded(names)) or self._lowest_known(names)

    def _lowest_known(self, names: Names) -> Unit:
        known = (self.by_names.get(level) for level in reversed(_levels(names)[:-1]))
        return next((unit for unit in known if unit is not None), self.base)

    def _may_add_below(self, above: Unit) -> bool:
        if above.pk not in self._may_add:
            allowed = permissions.may(self.actor, "administer", above)
            self._may_add[above.pk] = allowed and not above.is_archived
        return self._may_add[above.pk]

    def _new(self, names: Names) -> Names:
        """Return the names of a unit to be added, every level as it was first written."""
        above: Names = ()
        for depth, folded in enumerate(_levels(names)):
            known = self.by_names.get(folded)
            spelled = self.names[known.pk] if known else (*above, names[depth])
            above = self.spelling.setdefault(folded, spelled)
        return above

    def to_add(self, kept: set[Names]) -> list[Names]:
        """Return the units to be added for the rows that are kept, upper ones first.

        `kept` are the units that accepted rows go to: a refused row adds no unit.
        """
        found = {
            names[: len(level)]
            for names in kept
            for level in _levels(names)
            if level not in self.by_names
        }
        return sorted(found, key=lambda names: (len(names), _folded(names)))

    def learn(self, names: Names, unit: Unit) -> None:
        """Take in a unit that was added."""
        self.by_names[_folded(names)] = unit
        self.names[unit.pk] = names


def _folded(names: Names) -> Names:
    return tuple(fold(name) for name in names)


def _levels(names: Names) -> list[Names]:
    """Return the folded names of a unit and those above it, the topmost first."""
    folded = _folded(names)
    return [folded[:depth] for depth in range(1, len(folded) + 1)]


def _with_unit(row: IncomingRow, names: Names) -> IncomingRow:
    return replace(row, values={**row.values, "unit": names})
