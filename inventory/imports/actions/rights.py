"""What the actor may do with the rows of a file: no more than by hand, judged before it is done."""

from collections.abc import Iterable
from uuid import UUID

from inventory.imports.actions.units import Units
from records import permissions
from records.actors import Actor
from records.kinds.targets import ImportTarget
from records.models import Record


class ImportRights:
    """The records of a register that the actor may import, change and add, looked up together."""

    def __init__(
        self, target: ImportTarget, existing: Iterable[Record], units: Units, actor: Actor
    ) -> None:
        self.target = target
        self.units = units
        self.actor = actor
        self.keys = [record.pk for record in existing]
        self.reached = self._keys("import")
        self.changed = self._keys(target.kind.writes.change_needs)
        self._may_add: dict[UUID, bool] = {}

    def _keys(self, needs: str) -> set[UUID]:
        found = self.target.model.objects.filter(pk__in=self.keys)
        return set(permissions.visible(found, self.actor, needs).values_list("pk", flat=True))

    def may_reach(self, record: Record) -> bool:
        """Say whether rows may be about this record."""
        return record.pk in self.reached

    def may_change(self, record: Record) -> bool:
        """Say whether the record may get other values."""
        return record.pk in self.changed

    def barred_unit(self, names: object) -> str:
        """Return the name of the unit to which nothing may be added, where a row goes there."""
        unit = self.units.nearest(names if isinstance(names, tuple) else ())
        if unit.pk not in self._may_add:
            needs = self.target.model.create_needs
            self._may_add[unit.pk] = permissions.may(self.actor, needs, unit)
        return "" if self._may_add[unit.pk] else unit.name
