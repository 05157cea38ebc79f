"""XLSX workbooks: the values of one sheet, never a formula, a macro or an outside link."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import zip_longest
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException

from records.incoming.archive import check_archive
from records.incoming.grid import (
    MAX_CELLS,
    MAX_COLUMNS,
    Grid,
    GridRow,
    bounded,
    too_many_cells,
)
from records.incoming.problems import RowProblem, Sentence, SourceError, told
from records.incoming.problems import gettext_noop as _

# openpyxl takes a sixth of a process's start, and few processes read a workbook.
if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

LAST_SHEET_ROW = 1_048_576
# The parser has no error of its own: on damaged parts it fails wherever it happens to be.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    DefusedXmlException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # of either XML parser
    TypeError,
    ValueError,
)
MIDNIGHT = time(0, 0)


def read_workbook(data: bytes, *, sheet: str | None = None) -> Grid:
    """Read the named sheet, or else the first visible one."""
    try:
        has_formulas = check_archive(data)
        book = _open(data, data_only=True)
        source = _choose(book, sheet)
        rows = tuple(bounded(_rows(source)))
        problems = _without_result(data, source.title) if has_formulas else ()
    except DAMAGED as error:
        raise SourceError(
            _("The workbook is cut off or damaged. Open it, save it anew and send that.")
        ) from error
    return Grid(
        "xlsx", rows, sheet=source.title, remarks=_other_sheets(book, source), problems=problems
    )


def _open(data: bytes, *, data_only: bool) -> "Workbook":
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)


def _choose(book: "Workbook", sheet: str | None) -> "ReadOnlyWorksheet":
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    candidates = [s for s in book.worksheets if isinstance(s, ReadOnlyWorksheet)]
    if sheet is None:
        chosen = [s for s in candidates if s.sheet_state == "visible"]
        if not chosen:
            raise SourceError(_("The workbook has no visible sheet with cells."))
    else:
        chosen = [s for s in candidates if s.title == sheet]
    if not chosen:
        names = ", ".join(s.title for s in candidates)
        raise SourceError(_("The workbook has no such sheet. It has: %(names)s."), names=names)
    return chosen[0]


def _other_sheets(book: "Workbook", chosen: "ReadOnlyWorksheet") -> tuple[Sentence, ...]:
    others = ", ".join(title for title in book.sheetnames if title != chosen.title)
    if not others:
        return ()
    template = _("Only the sheet “%(sheet)s” is read; the workbook also has: %(others)s.")
    return (told(template, sheet=chosen.title, others=others),)


def _rows(sheet: "ReadOnlyWorksheet") -> Iterator[GridRow]:
    from openpyxl.utils.escape import unescape

    # The stored dimension is written by whoever made the file and may be anything.
    sheet.reset_dimensions()
    scanned = 0
    for number, values in enumerate(sheet.values, 1):
        # One blank cell far to the right makes the parser fill the whole row up to it.
        scanned += len(values)
        if scanned > MAX_CELLS:
            raise too_many_cells()
        if number > LAST_SHEET_ROW:
            raise SourceError(_("The sheet claims more rows than a spreadsheet can have."))
        # A sheet writes what XML cannot hold, and what looks like that, as _x000D_ and the like.
        cells = [_text(unescape(v) if isinstance(v, str) else v) for v in values]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise SourceError(
                _("Row %(row)d has more than %(most)d columns."), row=number, most=MAX_COLUMNS
            )
        yield GridRow(number, tuple(cells))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        is_day = value.time() == MIDNIGHT
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _without_result(data: bytes, title: str) -> tuple[RowProblem, ...]:
    # A program that does not calculate stores formulas without results; read as values they
    # would look empty. So the sheet is read twice and compared.
    pairs = zip_longest(
        _cells(data, title, data_only=True), _cells(data, title, data_only=False), fillvalue=()
    )
    return tuple(
        _formula_problem(row=number, column=column)
        for number, (shown, written) in enumerate(pairs, 1)
        for column, (value, formula) in enumerate(zip(shown, written, strict=False), 1)
        if formula.data_type == "f" and value.value is None
    )


def _cells(
    data: bytes, title: str, *, data_only: bool
) -> Iterator[tuple["Cell | MergedCell", ...]]:
    sheet = _choose(_open(data, data_only=data_only), title)
    sheet.reset_dimensions()
    return sheet.rows


def _formula_problem(*, row: int, column: int) -> RowProblem:
    from openpyxl.utils import get_column_letter

    return RowProblem(
        row,
        get_column_letter(column),
        told(
            _(
                "This cell holds a formula without a stored result."
                " Open the workbook in a spreadsheet program, save it and send that."
            )
        ),
    )
