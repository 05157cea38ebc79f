"""A table read from any accepted file: columns known by heading and occurrence, and rows."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from records.incoming.content import content_of
from records.incoming.delimited import read_delimited
from records.incoming.grid import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_HEADING_LENGTH,
    Encoding,
    Grid,
    GridRow,
)
from records.incoming.problems import RowProblem, Sentence, SourceError, excerpt, told
from records.incoming.problems import gettext_noop as _
from records.incoming.values import fold
from records.incoming.workbook import read_workbook
from records.texts import MOST_MARKS, has_long_run

# Neither the database nor XML can hold these; a tab and line breaks are text.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class ColumnKey:
    """By what a mapping knows a column: its heading as matched, and which of the equals it is."""

    heading: str
    occurrence: int = 1

    @property
    def folded(self) -> tuple[str, int]:
        """Return what two keys are compared by."""
        return fold(self.heading), self.occurrence

    def __str__(self) -> str:
        """Return the heading on one line, with the occurrence from the second on."""
        heading = " ".join(self.heading.split())
        return heading if self.occurrence == 1 else f"{heading} ({ordinal(self.occurrence)})"


@dataclass(frozen=True)
class TableColumn:
    """One column of a table; `heading` is kept as it stands in the file."""

    heading: str
    occurrence: int
    position: int
    is_repeated: bool
    after: str  # the label of the column before it, which tells equal headings apart

    @property
    def key(self) -> ColumnKey:
        """Return by what a mapping names this column."""
        return ColumnKey(self.heading, self.occurrence)

    @property
    def label(self) -> str:
        """Return the heading for people; every one of several equal headings has its number."""
        if self.is_repeated and self.occurrence == 1:
            return f"{self.key} ({ordinal(1)})"
        return str(self.key)


@dataclass(frozen=True)
class Table:
    """A table as read: nothing interpreted, every row that holds anything, and what is wrong."""

    name: str
    format: Literal["csv", "xlsx"]
    columns: tuple[TableColumn, ...]
    rows: tuple[GridRow, ...]
    problems: tuple[RowProblem, ...]
    encoding: Encoding | None = None
    delimiter: str | None = None
    sheet: str | None = None
    remarks: tuple[Sentence, ...] = ()


def read_table(
    data: bytes,
    name: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Table:
    """Read CSV or XLSX bytes; raises `SourceError` where the file as a whole cannot be used."""
    if content_of(data, name) == "workbook":
        grid = read_workbook(data, sheet=sheet)
    else:
        grid = read_delimited(data, encoding=encoding, delimiter=delimiter)
    return _table(grid, name)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def column_letter(position: int) -> str:
    """Return what a spreadsheet calls the column at a position counted from 0."""
    letters = ""
    position += 1
    while position:
        position, digit = divmod(position - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _table(grid: Grid, name: str) -> Table:
    if not grid.rows:
        raise SourceError(_("“%(name)s” holds no text at all."), name=excerpt(name))
    if len(grid.rows) == 1:
        raise SourceError(_("“%(name)s” has headings, but no row below them."), name=excerpt(name))
    columns = _columns(_headings(grid))
    rows, problems = [], list(grid.problems)
    for row in grid.rows[1:]:
        problems += _row_problems(row, columns, is_exact=grid.format == "csv")
        rows.append(GridRow(row.number, _fitted(row.cells, len(columns))))
    return Table(
        name=name,
        format=grid.format,
        columns=columns,
        rows=tuple(rows),
        problems=tuple(problems),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        remarks=grid.remarks + _remarks(columns),
    )


def _headings(grid: Grid) -> list[str]:
    headings = list(grid.rows[0].cells)
    if grid.format == "xlsx":  # a sheet has no width of its own: notes may stand beside the table
        headings += [""] * (max(len(row.cells) for row in grid.rows) - len(headings))
    while not headings[-1].strip() and not _is_used(grid, len(headings) - 1):
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise SourceError(_("The table has more than %(most)d columns."), most=MAX_COLUMNS)
    for position, heading in enumerate(headings):
        _check_heading(heading, column_letter(position))
    return [h if h.strip() else f"Column {column_letter(i)}" for i, h in enumerate(headings)]


def _is_used(grid: Grid, position: int) -> bool:
    return any(position < len(row.cells) and row.cells[position].strip() for row in grid.rows)


def _check_heading(heading: str, letter: str) -> None:
    if len(heading) > MAX_HEADING_LENGTH:
        raise SourceError(
            _("The heading of column %(letter)s is longer than %(most)d characters."),
            letter=letter,
            most=MAX_HEADING_LENGTH,
        )
    if UNSTORABLE.search(heading):
        raise SourceError(
            _("The heading of column %(letter)s holds a control character. Remove it."),
            letter=letter,
        )
    if has_long_run(heading):
        raise SourceError(
            _(
                "The heading of column %(letter)s has more than %(most)d combining marks in a row."
                " Remove them."
            ),
            letter=letter,
            most=MOST_MARKS,
        )


def _columns(headings: list[str]) -> tuple[TableColumn, ...]:
    totals = Counter(fold(heading) for heading in headings)
    seen: Counter[str] = Counter()
    columns: list[TableColumn] = []
    for position, heading in enumerate(headings):
        folded = fold(heading)
        seen[folded] += 1
        before = columns[-1].label if columns else ""
        columns.append(TableColumn(heading, seen[folded], position, totals[folded] > 1, before))
    return tuple(columns)


def _remarks(columns: tuple[TableColumn, ...]) -> tuple[Sentence, ...]:
    counts = Counter(fold(column.heading) for column in columns)
    repeated = [column for column in columns if column.is_repeated and column.occurrence == 1]
    template = _("The heading “%(heading)s” stands over %(count)d columns; they are numbered.")
    return tuple(
        told(template, heading=excerpt(c.heading), count=counts[fold(c.heading)]) for c in repeated
    )


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _row_problems(
    row: GridRow, columns: tuple[TableColumn, ...], *, is_exact: bool
) -> Iterator[RowProblem]:
    if is_exact and _is_ragged(row, len(columns)):
        template = _("The row has %(found)d fields, the headings are %(expected)d.")
        yield RowProblem(
            row.number, "", told(template, found=len(row.cells), expected=len(columns))
        )
        return
    for column, text in zip(columns, row.cells, strict=False):
        if len(text) > MAX_CELL_LENGTH:
            template = _("The text has %(length)d characters; a cell may hold %(most)d.")
            sentence = told(template, length=len(text), most=MAX_CELL_LENGTH)
            yield RowProblem(row.number, column.label, sentence)
        if has_long_run(text):
            template = _("The text has more than %(most)d combining marks in a row. Remove them.")
            yield RowProblem(row.number, column.label, told(template, most=MOST_MARKS))
        if not text.isprintable() and UNSTORABLE.search(text):
            sentence = told(_("The text holds a control character. Remove it."))
            yield RowProblem(row.number, column.label, sentence)


def _is_ragged(row: GridRow, width: int) -> bool:
    return len(row.cells) < width or any(text.strip() for text in row.cells[width:])
