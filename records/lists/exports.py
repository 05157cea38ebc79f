"""Lists as files: CSV and Excel for people, JSON for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from records.formulas import guard
from records.values import Plain

BOM = "\ufeff"
# Beyond this size a file being written moves from memory to disk.
IN_MEMORY = 5 * 1024 * 1024
# What one cell of a workbook can hold.
CELL_LIMIT = 32_767
CUT_NOTE = " […]"
# Workbooks know no earlier dates and no longer exact figures; both are written as text.
FIRST_YEAR = 1900
EXACT = 10**15


@dataclass(frozen=True)
class ExportSheet:
    """A table to write: names of its columns, rows of plain values, and what the file is about."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Plain]]
    about: Mapping[str, str] = field(default_factory=dict)


def new_file() -> IO[bytes]:
    """Return a file that is kept in memory while it is small."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


def write_csv(sheet: ExportSheet, out: IO[bytes]) -> None:
    """Write UTF-8 with a mark that Excel needs; no cell can begin a formula."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow([guard(heading) for heading in sheet.headings])
    writer.writerows([_cell_text(value) for value in row] for row in sheet.rows)
    text.detach()


def _cell_text(value: Plain) -> str:
    return guard(value) if isinstance(value, str) else as_text(value)


def as_text(value: Plain) -> str:
    """Write a value that is no text: ISO dates, UTC moments, plain figures."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_json(
    about: Mapping[str, Any], records: Iterable[Mapping[str, Any]], out: IO[bytes]
) -> None:
    """Write one object: what the file is about, and the records."""
    head = json.dumps(dict(about), ensure_ascii=False, default=_json_value)
    out.write(head[:-1].encode() + (b', "records": [' if about else b'"records": ['))
    for number, record in enumerate(records):
        text = json.dumps(record, ensure_ascii=False, default=_json_value)
        out.write((",\n" if number else "\n").encode() + text.encode())
    out.write(b"\n]}\n")


def _json_value(value: Any) -> str:
    return as_text(value) if isinstance(value, date | Decimal) else str(value)


def write_xlsx(sheet: ExportSheet, out: IO[bytes]) -> None:
    """Write a workbook of one table."""
    write_book([sheet], out)


def write_book(
    sheets: Sequence[ExportSheet], out: IO[bytes], *, made: datetime | None = None
) -> None:
    """Write a workbook row by row: texts are texts whatever they begin with, dates are dates.

    What it is about is told once, as the first table says. With `made` the same tables give the
    same bytes whenever they are written.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(out, options)
    if made is not None:
        book.set_properties({"created": made.replace(tzinfo=None)})
    for sheet in sheets:
        _Table(book, sheet).write()
    if sheets[0].about:
        _about(book, sheets[0].about)
    book.close()


class _Table:
    """One table of a workbook; widths are set from the first rows, before they are written."""

    looked_at = 200

    def __init__(self, book: Any, sheet: ExportSheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(_sheet_name(sheet.title))
        self.head = book.add_format({"bold": True, "bg_color": "#E8ECF1", "border": 1})
        self.text = book.add_format({"valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})

    def write(self) -> None:
        """Write head and rows."""
        rows = iter(self.sheet.rows)
        first = list(islice(rows, self.looked_at))
        for place, heading in enumerate(self.sheet.headings):
            self.page.set_column(place, place, self._width(heading, first, place))
        for place, heading in enumerate(self.sheet.headings):
            self.page.write_string(0, place, heading, self.head)
        self.page.freeze_panes(1, 1)
        count = self._rows(first, 1)
        count = self._rows(rows, count)
        if self.sheet.headings:
            self.page.autofilter(0, 0, max(count - 1, 0), len(self.sheet.headings) - 1)

    def _width(self, heading: str, rows: Sequence[Sequence[Plain]], place: int) -> int:
        longest = max((len(as_text(row[place])) for row in rows), default=0)
        return max(8, min(60, max(longest, len(heading)) + 2))

    def _rows(self, rows: Iterable[Sequence[Plain]], start: int) -> int:
        number = start
        for row in rows:
            for place, value in enumerate(row):
                self._cell(number, place, value)
            number += 1
        return number

    def _cell(self, number: int, place: int, value: Plain) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            self.page.write_string(number, place, as_text(value), self.text)
        elif isinstance(value, datetime) and value.year >= FIRST_YEAR:
            utc = value.astimezone(UTC).replace(tzinfo=None)
            self.page.write_datetime(number, place, utc, self.moment)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            self.page.write_datetime(number, place, value, self.day)
        elif isinstance(value, int | Decimal) and -EXACT < value < EXACT:
            self.page.write_number(number, place, value, self.text)
        else:
            text = value if isinstance(value, str) else as_text(value)
            self.page.write_string(number, place, fitting(text), self.text)


def fitting(text: str) -> str:
    """Cut a text to what a cell can hold, and mark that it was cut."""
    # A workbook counts in UTF-16 units.
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    room = (CELL_LIMIT - len(CUT_NOTE)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT_NOTE


def _sheet_name(title: str) -> str:
    kept = "".join(sign for sign in title if sign not in "[]:*?/\\")
    return kept.strip("'")[:31] or "Sheet1"


def _about(book: Any, about: Mapping[str, str]) -> None:
    page = book.add_worksheet(_("About"))
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 80)
    for number, (label, text) in enumerate(about.items()):
        page.write_string(number, 0, label)
        page.write_string(number, 1, fitting(text))


WRITERS: Mapping[str, Callable[[ExportSheet, IO[bytes]], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
}
TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/jsonl",
}


def hand_out(name: str, ending: str, write: Callable[[IO[bytes]], object]) -> FileResponse:
    """Hand out a file; it is written before the answer begins, within the moment that is read."""
    out = new_file()
    write(out)
    out.seek(0)
    kind = TYPES[ending.rpartition(".")[2]]
    return FileResponse(out, as_attachment=True, filename=f"{name}.{ending}", content_type=kind)
