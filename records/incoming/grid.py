"""What the readers of CSV and XLSX hand over, and the limits that both keep."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from records.incoming.problems import RowProblem, Sentence, SourceError
from records.incoming.problems import gettext_noop as _

# The federal register takes 3 MB; eight times that still fits in a request and in memory.
MAX_FILE_BYTES = 25 * 1024 * 1024
# Twenty times the largest register the budgets speak of (5,000 use cases).
MAX_ROWS = 100_000
# The federal register has 62; more than 500 is a data set, not a register.
MAX_COLUMNS = 500
# Rows times columns, empty ones included: bounds the memory of a sheet that is all commas.
MAX_CELLS = 10_000_000
# The most a cell of a spreadsheet can hold; a longer text could not be exported again.
MAX_CELL_LENGTH = 32_767
# A longer heading is text that slipped into the first row.
MAX_HEADING_LENGTH = 1_000


@dataclass(frozen=True)
class GridRow:
    """One row of cells as text; `number` counts as a spreadsheet does, the headings' row is 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Encoding:
    """How the bytes became text, how sure that is, and words by which a person can judge it."""

    name: str
    sure: Literal["certain", "likely", "guess", "chosen"]
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """All rows that hold anything, headings first, with how they were read."""

    format: Literal["csv", "xlsx"]
    rows: tuple[GridRow, ...]
    encoding: Encoding | None = None
    delimiter: str | None = None
    sheet: str | None = None
    remarks: tuple[Sentence, ...] = ()
    problems: tuple[RowProblem, ...] = ()


def bounded(rows: Iterable[GridRow]) -> Iterator[GridRow]:
    """Yield the rows that hold anything; refuse the file as soon as a limit is passed."""
    kept = cells = 0
    for row in rows:
        cells += len(row.cells)
        if cells > MAX_CELLS:
            raise too_many_cells()
        if not any(text and not text.isspace() for text in row.cells):
            continue
        kept += 1
        if kept > MAX_ROWS + 1:
            raise SourceError(
                _("The file has more than %(most)d rows. Split it and import the parts."),
                most=MAX_ROWS,
            )
        yield row


def too_many_cells() -> SourceError:
    """Return the refusal of a table that is mostly empty space, or no register."""
    template = _("The file has more than %(most)d cells. Remove empty columns and rows.")
    return SourceError(template, most=MAX_CELLS)
