"""What an import would do, row by row, worked out from the file and the records that are there."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from inventory.imports.actions.owners import Owners
from inventory.imports.actions.rights import ImportRights
from inventory.imports.actions.targets import target_of
from inventory.imports.actions.units import Names, Units
from inventory.models import ImportRow, ImportRun, RowOutcome
from records.actors import Actor
from records.incoming import (
    EXTERNAL,
    UNIT_SEPARATOR,
    ColumnKey,
    Conflict,
    ImportPlan,
    IncomingRow,
    PlannedChange,
    RowNote,
    RowProblem,
    Sentence,
    Table,
    TableMapping,
    Update,
    incoming,
    plan,
    told,
)
from records.incoming import gettext_noop as _
from records.kinds.targets import ImportTarget, as_json
from records.models import Record

ARCHIVED = _("%(ref)s is archived. Restore it before importing it anew.")
NO_ENTRY = _("You may not add records to the unit “%(unit)s”. Ask who may, or leave this row out.")
NO_CHANGE = _("You may not change this %(record)s. Ask who may, or leave this row out.")
OUT_OF_REACH = _("This %(record)s lies in a unit where you may not import.")


@dataclass
class Draft:
    """The plan of one import with everything that carrying it out needs."""

    target: ImportTarget
    units: Units
    owners: Owners
    existing: dict[str, Record]
    rows: list[ImportRow] = field(default_factory=list)
    adds: list[IncomingRow] = field(default_factory=list)
    changes: list[Update] = field(default_factory=list)

    @property
    def new_units(self) -> list[Names]:
        """Return the units that the accepted rows need and that are not there, upper ones first."""
        wanted = {names for row in self.adds if isinstance(names := row.values.get("unit"), tuple)}
        wanted |= {
            tuple(change.new)
            for update in self.changes
            for change in update.changes
            if change.field == "unit" and isinstance(change.new, tuple)
        }
        return self.units.to_add(wanted)

    def counts(self) -> dict[str, int]:
        """Return how many rows become what."""
        found = {str(outcome): 0 for outcome in RowOutcome}
        for row in self.rows:
            found[row.outcome] += 1
        return found | {
            "conflicts": sum(bool(row.conflicts) for row in self.rows),
            "remarks": sum(bool(row.remarks) for row in self.rows),
            "new_units": len(self.new_units),
        }


def draft(run: ImportRun, table: Table, actor: Actor) -> Draft:
    """Compare a table with the register; raises `SourceError` where the mapping does not fit it."""
    mapping = TableMapping.from_json(run.mapping)
    target = target_of(run)
    units = Units(run.unit, actor, run.missing_units)
    made = Draft(target, units, Owners(actor, keeps_texts=target.keeps_texts), existing(run))
    read = incoming(table, mapping, target.specs(), keeps_texts=target.keeps_texts)
    rows = [_placed(row, made, mapping) for row in read]
    keys = [record.pk for record in made.existing.values()]
    register = ImportRow.objects.of_register(run)
    brought = register.filter(subject_id__in=keys).last_brought()
    there = {
        identity: target.current(record, made.units.of(record.unit))
        for identity, record in made.existing.items()
    }
    imported = {identity: target.as_plain(values) for identity, values in brought.items()}
    planned = plan(rows, there, imported=imported)
    rights = ImportRights(target, made.existing.values(), units, actor)
    _Sorter(made, run, brought, rights).take(planned)
    return made


def existing(run: ImportRun) -> dict[str, Record]:
    """Return by identity the records that the register has brought."""
    identities = ImportRow.objects.of_register(run).identities(run)
    found = target_of(run).model.objects.select_related("unit", "owner")
    records = found.in_bulk(identities.values())
    return {identity: records[key] for identity, key in identities.items()}


def _placed(row: IncomingRow, made: Draft, mapping: TableMapping) -> IncomingRow:
    columns = {rule.target: rule.columns[0] for rule in mapping.rules}
    unit, owner = columns.get("unit"), columns.get("owner")
    placed = made.units.place(row, str(unit or ""))
    return made.owners.place(placed, owner or ColumnKey("owner"))


class _Sorter:
    """Turn a plan into rows of the report, and hold back what the register refuses."""

    def __init__(
        self,
        made: Draft,
        run: ImportRun,
        brought: dict[str, dict[str, Any]],
        rights: ImportRights,
    ) -> None:
        self.made = made
        self.run = run
        self.labels = made.target.labels()
        self.brought = brought
        self.rights = rights

    def take(self, planned: ImportPlan) -> None:
        """Sort every row of the plan."""
        for row in planned.adds:
            self._add(row)
        for update in planned.changes:
            self._change(self._without_lost_unit(update))
        for row in planned.unchanged:
            self._keep(row)
        for row in planned.refusals:
            self._refuse(row)
        for identity in planned.vanished:
            self._vanish(identity)
        self.made.rows.sort(key=lambda row: (row.number is None, row.number or 0, row.identity))

    def _add(self, row: IncomingRow) -> None:
        problems = self._no_entry(row, row.values.get("unit")) or self._problems(
            row, self.made.target.model(), row.initial
        )
        if problems:
            self._refuse(replace(row, problems=problems))
            return
        self.made.adds.append(row)
        self._report(row, RowOutcome.ADDED)

    def _change(self, update: Update) -> None:
        row = update.incoming
        record = self.made.existing[row.identity]
        values = {change.field: change.new for change in update.changes}
        problems = (
            self._barred(row, record)
            or self._unchangeable(row, record, values)
            or self._problems(row, copy.copy(record), values)
        )
        if problems:
            self._refuse(replace(row, problems=problems))
            return
        if update.changes:
            self.made.changes.append(update)
        self._report(row, RowOutcome.CHANGED if update.changes else RowOutcome.UNCHANGED, update)

    def _keep(self, row: IncomingRow) -> None:
        problems = self._barred(row, self.made.existing[row.identity])
        if problems:
            self._refuse(replace(row, problems=problems))
        else:
            self._report(row, RowOutcome.UNCHANGED)

    def _refuse(self, row: IncomingRow) -> None:
        self._report(row, RowOutcome.REFUSED)

    def _vanish(self, identity: str) -> None:
        record = self.made.existing[identity]
        is_below = record.unit.path.startswith(self.run.unit.path)
        if record.is_archived or not is_below or not self.rights.may_reach(record):
            return
        self._row(RowOutcome.VANISHED, identity, record, name=str(record)[:500])

    def _without_lost_unit(self, update: Update) -> Update:
        # A record always has a unit: a cell that became blank leaves it where it is.
        kept = tuple(c for c in update.changes if not (c.field == "unit" and c.new is None))
        return replace(update, changes=kept)

    def _barred(self, row: IncomingRow, record: Record) -> tuple[RowProblem, ...]:
        if not self.rights.may_reach(record):
            sentence = told(OUT_OF_REACH, record=self.made.target.noun)
            return (RowProblem(row.row_number, "", sentence),)
        if record.is_archived:
            return (RowProblem(row.row_number, "", told(ARCHIVED, ref=record.ref)),)
        return ()

    def _unchangeable(
        self, row: IncomingRow, record: Record, values: dict[str, Any]
    ) -> tuple[RowProblem, ...]:
        if values and not self.rights.may_change(record):
            sentence = told(NO_CHANGE, record=self.made.target.noun)
            return (RowProblem(row.row_number, "", sentence),)
        return self._no_entry(row, values["unit"]) if "unit" in values else ()

    def _no_entry(self, row: IncomingRow, names: object) -> tuple[RowProblem, ...]:
        unit = self.rights.barred_unit(names)
        return (RowProblem(row.row_number, "", told(NO_ENTRY, unit=unit)),) if unit else ()

    def _problems(
        self, row: IncomingRow, record: Record, values: dict[str, Any]
    ) -> tuple[RowProblem, ...]:
        own = {name: value for name, value in values.items() if name not in {"unit", "owner"}}
        own.pop(EXTERNAL, None)
        for name, value in own.items():
            setattr(record, name, self.made.target.stored(name, value))
        rest = {field.name for field in record._meta.concrete_fields} - set(own)
        try:
            record.clean_fields(exclude=rest)
            record.clean()
        except ValidationError as error:
            return tuple(self._told(row, error))
        return ()

    def _told(self, row: IncomingRow, error: ValidationError) -> Iterator[RowProblem]:
        for name, messages in error.message_dict.items():
            for message in messages:
                sentence = Sentence(message.replace("%", "%%"))
                yield RowProblem(row.row_number, self.labels.get(name, ""), sentence)

    def _report(self, row: IncomingRow, outcome: RowOutcome, update: Update | None = None) -> None:
        name = row.values.get(self.made.target.title)
        record = self.made.existing.get(row.identity)
        if record is not None and not self.rights.may_reach(record):
            record = None
        said = {key: as_json(value) for key, value in row.values.items()}
        before = self.brought.get(row.identity)
        is_same = outcome != RowOutcome.ADDED and said == before
        self._row(
            outcome,
            row.identity,
            record,
            number=row.row_number,
            name=(name if isinstance(name, str) else row.key)[:500],
            unit_names=UNIT_SEPARATOR.join(_names(row.values.get("unit"))),
            brought=None if is_same or outcome == RowOutcome.REFUSED else said,
            changes=[_json(c, "old", "new") for c in (update.changes if update else ())],
            conflicts=[_json(c, "current", "new") for c in (update.conflicts if update else ())],
            remarks=[] if outcome == RowOutcome.REFUSED else _notes(row.remarks),
            problems=_notes(row.problems),
        )

    def _row(
        self, outcome: RowOutcome, identity: str, record: Record | None, **values: Any
    ) -> None:
        row = ImportRow(run=self.run, outcome=outcome, identity=identity, **values)
        if record is not None:
            row.name_subject(record)
        self.made.rows.append(row)


def _json(difference: PlannedChange | Conflict, *names: str) -> dict[str, object]:
    values = {name: as_json(getattr(difference, name)) for name in names}
    return {"field": difference.field, **values}


def _names(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple) else ()


def _notes(notes: Sequence[RowNote]) -> list[dict[str, object]]:
    return [
        {"column": n.column, "template": n.sentence.template, "params": dict(n.sentence.params)}
        for n in notes
    ]
