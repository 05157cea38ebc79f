"""A framework as a flat spreadsheet: one provision a row, by number, title and parent."""

from collections.abc import Iterator, Mapping, Sequence

from controls.frameworks.loading.data import HEADING
from controls.frameworks.loading.errors import CatalogueError
from controls.frameworks.loading.own.assembly import OwnReading, assemble
from controls.frameworks.loading.own.blocks import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    Slugs,
    block,
    cut,
    items,
    words_of,
)
from controls.frameworks.loading.own.details import Details
from records.incoming import Block, GridRow, Table, TableColumn, YamlFile, fold, read_table

# By what a heading may be called; the first that is there is taken.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "number", "no", "no.", "id", "ref", "reference", "control id", "clause"),
    "title": ("title", "name", "control", "requirement", "heading"),
    "summary": ("summary", "text", "description", "statement", "in our words"),
    "parent": ("parent", "under", "above", "group", "parent code"),
    "kind": ("kind", "type"),
    "applies_from": ("applies from", "from", "valid from"),
    "citation": ("citation", "cite as"),
    "expected": ("expected evidence", "evidence", "expected"),
}
NEEDED = ("code", "title")
# Signs between the parts of a number, by which 5.1.2 is known to stand under 5.1.
DIVIDERS = ".-/ ("


def read_sheet(data: bytes, details: Details, *, file: str) -> OwnReading:
    """Read a table; without a column for the parent, the numbers say what stands under what.

    Raises SourceError where the file is no table.
    """
    table = read_table(data, file)
    columns = {name: _column(table, names) for name, names in COLUMNS.items()}
    missing = [name for name in NEEDED if columns[name] is None]
    if missing:
        known = ", ".join(COLUMNS[missing[0]])
        message = f"No column is headed '{missing[0]}' or anything alike ({known})."
        return OwnReading(faults=(CatalogueError(file, 1, message),))
    reader = _SheetReader({name: column for name, column in columns.items() if column}, table.rows)
    found = list(reader.read())
    kinds = sorted({str(provision["kind"]) for provision in found})
    own = assemble(
        details.framework_document(kinds, []),
        details.edition_document(source=file, notes=[]),
        YamlFile(file, block({"provisions": items(found)})),
        remarks=[str(remark) for remark in table.remarks] + _left_aside(table, columns),
    )
    broken = [CatalogueError(file, p.row, str(p.sentence)) for p in table.problems]
    broken += reader.unnamed(file)
    if not broken:
        return own
    faults = sorted([*broken, *own.faults], key=lambda fault: fault.line)
    return OwnReading(own.lines, tuple(faults), remarks=own.remarks)


def _column(table: Table, names: Sequence[str]) -> TableColumn | None:
    by_heading = {fold(column.heading): column for column in reversed(table.columns)}
    return next((by_heading[fold(name)] for name in names if fold(name) in by_heading), None)


def _left_aside(table: Table, columns: Mapping[str, TableColumn | None]) -> list[str]:
    used = {column.position for column in columns.values() if column}
    others = [column.label for column in table.columns if column.position not in used]
    return [f"Columns that are not taken over: {', '.join(others)}."] if others else []


class _SheetReader:
    """Reads rows; what a row stands under may be told by a column or by its number."""

    def __init__(self, columns: Mapping[str, TableColumn], rows: Sequence[GridRow]) -> None:
        self.columns, self.rows = columns, rows
        self.codes = {self._cell(row, "code") for row in rows}
        self.slugs = Slugs()

    def read(self) -> Iterator[Block]:
        """Yield the provisions in the order of the rows."""
        rows = [row for row in self.rows if self._is_named(row)]
        parents = [self._parent(row) for row in rows]
        groups = set(parents)
        for row, parent in zip(rows, parents, strict=True):
            code = self._cell(row, "code")
            kind = words_of(self._cell(row, "kind"))
            summary = self._cell(row, "summary")
            fallback = HEADING if code in groups and not summary else "requirement"
            yield block(
                {
                    "id": code,
                    "slug": self.slugs.of(code),
                    "kind": kind or fallback,
                    "title": cut(self._cell(row, "title"), TITLE_LENGTH),
                    "parent": parent,
                    "summary": cut(summary, TEXT_LENGTH),
                    "citation": self._cell(row, "citation"),
                    "applies_from": self._dates(row),
                    "documented_information": self._expected(row),
                },
                line=row.number,
            )

    def unnamed(self, file: str) -> list[CatalogueError]:
        """Refuse rows without number or title."""
        return [
            CatalogueError(file, row.number, f"The column '{column.label}' is empty in this row.")
            for row in self.rows
            for name, column in self.columns.items()
            if name in NEEDED and not self._cell(row, name)
        ]

    def _is_named(self, row: GridRow) -> bool:
        return all(self._cell(row, name) for name in NEEDED)

    def _cell(self, row: GridRow, name: str) -> str:
        column = self.columns.get(name)
        text = row.cells[column.position] if column else ""
        return text.strip() if name == "summary" else " ".join(text.split())

    def _parent(self, row: GridRow) -> str | None:
        if "parent" in self.columns:
            return self._cell(row, "parent") or None
        code = self._cell(row, "code")
        shorter = (code[:end].rstrip(DIVIDERS) for end in range(len(code) - 1, 0, -1))
        found = (above for above in shorter if above in self.codes and _continues(code, above))
        return next(found, None)

    def _dates(self, row: GridRow) -> Block | None:
        day = self._cell(row, "applies_from")
        return block({"all": day}, line=row.number) if day else None

    def _expected(self, row: GridRow) -> Block | None:
        column = self.columns.get("expected")
        text = row.cells[column.position] if column else ""
        lines = list(dict.fromkeys(line.strip(" -•") for line in text.splitlines()))
        found = [line for line in lines if line]
        return block({"expected": found}, line=row.number) if found else None


def _continues(code: str, above: str) -> bool:
    """Say whether a number goes on where another ends: 5.1 after 5, but not 51."""
    return code[len(above)] in DIVIDERS
