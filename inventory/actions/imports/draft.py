"""What an import would do, row by row, worked out from the file and what is in the register."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from inventory.actions.imports import fields
from inventory.actions.imports.owners import Owners
from inventory.actions.imports.units import Names, Units
from inventory.models import ImportRow, ImportRun, Outcome, UseCase
from inventory.sources.incoming import Incoming, incoming
from inventory.sources.mapping import Mapping
from inventory.sources.plan import EXTERNAL, Change, Conflict, Plan, Update, plan
from inventory.sources.problems import RowNote, RowProblem, Sentence, told
from inventory.sources.problems import gettext_noop as _
from inventory.sources.reading import UNIT_SEPARATOR
from inventory.sources.table import ColumnKey, Table
from records import permissions
from records.actors import Actor

ARCHIVED = _("%(ref)s is archived. Restore it before importing it anew.")
OUT_OF_REACH = _("This use case lies in a unit where you may not import.")


@dataclass
class Draft:
    """The plan of one import with everything that carrying it out needs."""

    units: Units
    owners: Owners
    existing: dict[str, UseCase]
    rows: list[ImportRow] = field(default_factory=list)
    adds: list[Incoming] = field(default_factory=list)
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
        found = {str(outcome): 0 for outcome in Outcome}
        for row in self.rows:
            found[row.outcome] += 1
        return found | {
            "conflicts": sum(bool(row.conflicts) for row in self.rows),
            "remarks": sum(bool(row.remarks) for row in self.rows),
            "new_units": len(self.new_units),
        }


def draft(run: ImportRun, table: Table, actor: Actor) -> Draft:
    """Compare a table with the register; raises `SourceError` where the mapping does not fit it."""
    mapping = Mapping.from_json(run.mapping)
    specs = fields.specs()
    made = Draft(Units(run.unit, actor, run.missing_units), Owners(actor), _existing(run))
    rows = [_placed(row, made, mapping) for row in incoming(table, mapping, specs)]
    brought = ImportRow.objects.last_brought(run.source)
    there = {
        identity: fields.current(use_case, made.units.of(use_case.unit))
        for identity, use_case in made.existing.items()
    }
    imported = {identity: fields.from_json(values) for identity, values in brought.items()}
    planned = plan(rows, there, imported=imported)
    _Sorter(made, run, brought, _reachable(run, actor)).take(planned)
    return made


def _existing(run: ImportRun) -> dict[str, UseCase]:
    found = UseCase.objects.filter(source=run.source).select_related("unit", "owner")
    return {use_case.source_identity: use_case for use_case in found}


def _reachable(run: ImportRun, actor: Actor) -> set[UUID]:
    found = UseCase.objects.filter(source=run.source)
    return set(permissions.visible(found, actor, "import").values_list("pk", flat=True))


def _placed(row: Incoming, made: Draft, mapping: Mapping) -> Incoming:
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
        reachable: set[UUID],
    ) -> None:
        self.made = made
        self.run = run
        self.labels = fields.labels()
        self.brought = brought
        self.reachable = reachable

    def take(self, planned: Plan) -> None:
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

    def _add(self, row: Incoming) -> None:
        problems = self._problems(row, UseCase(), row.initial)
        if problems:
            self._refuse(replace(row, problems=problems))
            return
        self.made.adds.append(row)
        self._report(row, Outcome.ADDED)

    def _change(self, update: Update) -> None:
        row = update.incoming
        use_case = self.made.existing[row.identity]
        problems = self._barred(row, use_case) or self._problems(
            row, copy.copy(use_case), {change.field: change.new for change in update.changes}
        )
        if problems:
            self._refuse(replace(row, problems=problems))
            return
        if update.changes:
            self.made.changes.append(update)
        self._report(row, Outcome.CHANGED if update.changes else Outcome.UNCHANGED, update)

    def _keep(self, row: Incoming) -> None:
        problems = self._barred(row, self.made.existing[row.identity])
        if problems:
            self._refuse(replace(row, problems=problems))
        else:
            self._report(row, Outcome.UNCHANGED)

    def _refuse(self, row: Incoming) -> None:
        self._report(row, Outcome.REFUSED)

    def _vanish(self, identity: str) -> None:
        use_case = self.made.existing[identity]
        is_below = use_case.unit.path.startswith(self.run.unit.path)
        if use_case.is_archived or not is_below or use_case.pk not in self.reachable:
            return
        self._row(Outcome.VANISHED, identity, name=use_case.name, use_case=use_case)

    def _without_lost_unit(self, update: Update) -> Update:
        # A use case always has a unit: a cell that became blank leaves it where it is.
        kept = tuple(c for c in update.changes if not (c.field == "unit" and c.new is None))
        return replace(update, changes=kept)

    def _barred(self, row: Incoming, use_case: UseCase) -> tuple[RowProblem, ...]:
        if use_case.pk not in self.reachable:
            return (RowProblem(row.row_number, "", told(OUT_OF_REACH)),)
        if use_case.is_archived:
            return (RowProblem(row.row_number, "", told(ARCHIVED, ref=use_case.ref)),)
        return ()

    def _problems(
        self, row: Incoming, use_case: UseCase, values: dict[str, Any]
    ) -> tuple[RowProblem, ...]:
        own = {name: value for name, value in values.items() if name not in {"unit", "owner"}}
        for name, value in own.items():
            setattr(use_case, name, fields.stored(name, value))
        rest = {field.name for field in UseCase._meta.concrete_fields} - set(own)
        try:
            use_case.clean_fields(exclude=rest | {EXTERNAL})
            use_case.clean()
        except ValidationError as error:
            return tuple(self._told(row, error))
        return ()

    def _told(self, row: Incoming, error: ValidationError) -> Iterator[RowProblem]:
        for name, messages in error.message_dict.items():
            for message in messages:
                sentence = Sentence(message.replace("%", "%%"))
                yield RowProblem(row.row_number, self.labels.get(name, ""), sentence)

    def _report(self, row: Incoming, outcome: Outcome, update: Update | None = None) -> None:
        name = row.values.get("name")
        use_case = self.made.existing.get(row.identity)
        if use_case is not None and use_case.pk not in self.reachable:
            use_case = None
        said = {key: fields.as_json(value) for key, value in row.values.items()}
        before = self.brought.get(row.identity)
        is_same = outcome != Outcome.ADDED and said == before
        self._row(
            outcome,
            row.identity,
            number=row.row_number,
            name=name if isinstance(name, str) else row.key[:500],
            unit_names=UNIT_SEPARATOR.join(_names(row.values.get("unit"))),
            use_case=use_case,
            brought=None if is_same or outcome == Outcome.REFUSED else said,
            changes=[_json(c, "old", "new") for c in (update.changes if update else ())],
            conflicts=[_json(c, "current", "new") for c in (update.conflicts if update else ())],
            remarks=[] if outcome == Outcome.REFUSED else _notes(row.remarks),
            problems=_notes(row.problems),
        )

    def _row(self, outcome: Outcome, identity: str, **values: Any) -> None:
        self.made.rows.append(ImportRow(run=self.run, outcome=outcome, identity=identity, **values))


def _json(difference: Change | Conflict, *names: str) -> dict[str, Any]:
    values = {name: fields.as_json(getattr(difference, name)) for name in names}
    return {"field": difference.field, **values}


def _names(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple) else ()


def _notes(notes: Sequence[RowNote]) -> list[dict[str, Any]]:
    return [
        {"column": n.column, "template": n.sentence.template, "params": dict(n.sentence.params)}
        for n in notes
    ]
