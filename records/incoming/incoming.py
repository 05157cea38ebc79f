"""Rows of a table as values of fields, each with its identity, remarks and problems."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from records.incoming.grid import GridRow
from records.incoming.identity import count_equals, identity_key, numbered
from records.incoming.mapping import FieldSpec, TableMapping, check, missing_columns
from records.incoming.problems import (
    RowProblem,
    RowRemark,
    Sentence,
    SourceError,
    excerpt,
    told,
)
from records.incoming.problems import gettext_noop as _
from records.incoming.reading import Slot, constants, slots
from records.incoming.table import Table, TableColumn
from records.incoming.values import Value, clean, is_formula

UNTAKEN = _("“%(field)s” cannot take “%(text)s”. Correct it, or say what it means.")


@dataclass(frozen=True)
class IncomingRow:
    """One row as it would come in.

    `values` holds only what the file says, never a blank: a blank erases nothing. `defaults` are
    for a new record only. `external` keeps, by column, the text of every column that fills no
    field and of every cell that its field could not take whole.
    """

    row_number: int
    identity: str
    key: str  # the identity without the number among equals
    number: int = 1
    equals: int = 1
    values: dict[str, Value] = field(default_factory=dict)
    defaults: dict[str, Value] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)
    remarks: tuple[RowRemark, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def initial(self) -> dict[str, Value]:
        """Return the values of a new record."""
        return {**self.defaults, **self.values}


def incoming(
    table: Table, mapping: TableMapping, fields: Sequence[FieldSpec], *, keeps_texts: bool = True
) -> list[IncomingRow]:
    """Read every row of a table by a mapping; raises `SourceError` where the two do not fit.

    Where texts that fill no field cannot be kept, a cell that its field cannot take refuses its
    row.
    """
    check(mapping, fields)
    _require_columns(table, mapping)
    reader = _TableReader(table, mapping, fields, keeps_texts=keeps_texts)
    rows = [reader.read(row) for row in table.rows]
    return _numbered(rows, numbers_equals=mapping.identity.numbers_equals)


def _require_columns(table: Table, mapping: TableMapping) -> None:
    missing = missing_columns(mapping, table)
    if missing:
        raise SourceError(
            _("The file lacks columns that the mapping uses: %(names)s. Correct either."),
            names="; ".join(excerpt(str(key)) for key in missing),
        )


class _TableReader:
    """A table and a mapping brought together once, for reading many rows."""

    def __init__(
        self, table: Table, mapping: TableMapping, fields: Sequence[FieldSpec], *, keeps_texts: bool
    ) -> None:
        self.keeps_texts = keeps_texts
        by_key = {column.key.folded: column for column in table.columns}
        self.columns = table.columns
        self.slots = slots(mapping, fields, by_key)
        self.constants = constants(mapping, fields)
        self.identity = [by_key[key.folded].position for key in mapping.identity.columns]
        filled = {column.position for slot in self.slots for column in slot.columns}
        self.kept = [
            column
            for column in table.columns
            if keeps_texts and mapping.unmapped == "keep" and column.position not in filled
        ]
        set_by_mapping = {slot.spec.name for slot in self.slots} | set(self.constants)
        self.unset = [s for s in fields if s.required and s.name not in set_by_mapping]
        self.file_problems = defaultdict[int, list[RowProblem]](list)
        for problem in table.problems:
            self.file_problems[problem.row].append(problem)

    def read(self, row: GridRow) -> IncomingRow:
        """Read one row; its number among equals is not known yet."""
        key = identity_key(row.cells[position] for position in self.identity)
        if row.number in self.file_problems:
            # Its cells may stand in the wrong columns or hold what cannot be stored.
            problems = tuple(self.file_problems[row.number])
            return IncomingRow(row.number, key, key, problems=problems)
        draft = _Draft(row.number, dict(self.constants), keeps_texts=self.keeps_texts)
        for slot in self.slots:
            draft.fill(slot, [clean(row.cells[column.position]) for column in slot.columns])
        for column in self.kept:
            draft.keep(column, clean(row.cells[column.position]))
        self._look_for_formulas(row, draft)
        self._require(draft, key)
        return IncomingRow(
            row.number,
            key,
            key,
            values=draft.values,
            defaults=draft.defaults,
            external=draft.external,
            remarks=tuple(draft.remarks),
            problems=tuple(draft.problems),
        )

    def _look_for_formulas(self, row: GridRow, draft: "_Draft") -> None:
        for column, text in zip(self.columns, row.cells, strict=True):
            if is_formula(text):
                template = _("“%(text)s” looks like a formula; it is kept as plain text.")
                draft.remark(column.label, told(template, text=excerpt(text)))

    def _require(self, draft: "_Draft", key: str) -> None:
        for spec in self.unset:
            draft.problem("", told(_("Nothing fills “%(field)s”."), field=spec.label))
        if not key:
            draft.problem("", told(_("The columns that identify a row are all blank.")))


class _Draft:
    """What has been read of one row so far."""

    def __init__(self, row: int, values: dict[str, Value], *, keeps_texts: bool) -> None:
        self.row = row
        self.keeps_texts = keeps_texts
        self.values = values
        self.defaults: dict[str, Value] = {}
        self.external: dict[str, str] = {}
        self.remarks: list[RowRemark] = []
        self.problems: list[RowProblem] = []

    def remark(self, column: str, sentence: Sentence) -> None:
        """Note something about an accepted cell."""
        self.remarks.append(RowRemark(self.row, column, sentence))

    def problem(self, column: str, sentence: Sentence) -> None:
        """Note a reason to refuse the row."""
        self.problems.append(RowProblem(self.row, column, sentence))

    def keep(self, column: TableColumn, text: str) -> None:
        """Keep the text of a column beside the fields."""
        if text:
            self.external[str(column.key)] = text

    def fill(self, slot: Slot, texts: list[str]) -> None:
        """Fill one field from its cells, or say why it stays open."""
        read = slot.read(texts)
        if not self.keeps_texts and read.loses_text and not read.problem:
            said = excerpt(", ".join(text for text in texts if text))
            self.problem(slot.label, told(UNTAKEN, field=slot.spec.label, text=said))
        elif read.remark:
            self.remark(slot.label, read.remark)
        if read.problem:
            self.problem(slot.label, read.problem)
        if read.value is not None:
            self.values[slot.spec.name] = read.value
        elif slot.default is not None:
            self.defaults[slot.spec.name] = slot.default
        if self.keeps_texts and not read.is_whole:
            for column, text in zip(slot.columns, texts, strict=True):
                self.keep(column, text)


def _numbered(rows: list[IncomingRow], *, numbers_equals: bool) -> list[IncomingRow]:
    places = count_equals(row.key for row in rows)
    by_key = defaultdict[str, list[int]](list)
    for row in rows:
        by_key[row.key].append(row.row_number)
    found = []
    for row, (number, equals) in zip(rows, places, strict=True):
        problems = row.problems
        if equals > 1 and not numbers_equals and row.key:
            problems = (*problems, _doubled(row, by_key[row.key]))
        identity = numbered(row.key, number)
        found.append(
            replace(row, identity=identity, number=number, equals=equals, problems=problems)
        )
    return found


def _doubled(row: IncomingRow, rows: list[int]) -> RowProblem:
    # None of them comes in: which one is right is not for the order of the file to say.
    template = _("“%(key)s” identifies %(count)d rows (%(rows)s). Keep one of them.")
    shown = ", ".join(str(number) for number in rows[:5]) + ("…" if len(rows) > 5 else "")
    sentence = told(template, key=excerpt(row.key, 120), count=len(rows), rows=shown)
    return RowProblem(row.row_number, "", sentence)
