"""Files of lists: what is written is read back the same, and nothing becomes a formula."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from records.formulas import guard, unguard
from records.lists import exports

# Any text a record can hold: the database takes no zero characters, UTF-8 no lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
tables = st.lists(st.lists(texts, min_size=2, max_size=2), max_size=6)
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def written(writer, rows, headings=("One", "Two")):
    out = io.BytesIO()
    writer(exports.ExportSheet("Table", headings, rows), out)
    return out.getvalue()


def read_csv(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@given(texts)
@example("'=1")
@example("''=1")
@example("=cmd|' /C calc'!A0")
def test_a_guarded_text_is_read_back_the_same(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(FORMULA_BEGINS)


@settings(max_examples=200)
@given(tables)
def test_csv_is_read_back_the_same_and_begins_no_formula(rows):
    cells = read_csv(written(exports.write_csv, rows))[1:]

    assert [[unguard(cell) for cell in row] for row in cells] == rows
    assert not any(cell.startswith(FORMULA_BEGINS) for row in cells for cell in row)


def test_csv_begins_with_the_mark_that_excel_needs():
    assert written(exports.write_csv, []).startswith(b"\xef\xbb\xbfOne,Two")


@settings(max_examples=60, deadline=None)
@given(tables)
@example([["=1+1", "@SUM(A1)"], ["+1", "-1"], ["007", "1e3"], ["_x0041_", "http://example.org"]])
def test_xlsx_is_read_back_the_same(rows):
    sheet = openpyxl.load_workbook(io.BytesIO(written(exports.write_xlsx, rows))).worksheets[0]

    cells = [
        # Excel's own escapes, which openpyxl leaves to its callers.
        ["" if value is None else unescape(value) for value in row]
        for row in sheet.iter_rows(min_row=2, max_row=1 + len(rows), max_col=2, values_only=True)
    ]
    assert cells[: len(rows)] == rows


def test_xlsx_holds_no_formula_whatever_a_text_begins_with():
    body = written(exports.write_xlsx, [[f"{sign}HYPERLINK(1)", "x"] for sign in "=+-@\t\r"])

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(re.search(rb"<f[ >/]", page) for page in pages)


def test_xlsx_keeps_dates_moments_and_numbers():
    moment = datetime(2026, 3, 14, 22, 30, 15, tzinfo=UTC)
    rows = [[date(2026, 3, 14), moment], [42, Decimal("12.5")], [True, None], [date(1850, 1, 2), 1]]

    sheet = openpyxl.load_workbook(io.BytesIO(written(exports.write_xlsx, rows))).worksheets[0]

    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert cells[0] == (datetime(2026, 3, 14), datetime(2026, 3, 14, 22, 30, 15))  # noqa: DTZ001
    assert cells[1] == (42, 12.5)
    assert cells[2] == ("yes", None)
    assert cells[3] == ("1850-01-02", 1)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B5"


@pytest.mark.parametrize("sign", ["a", "€", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_marked(sign):
    cut = exports.fitting(sign * 40_000)

    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("[…]")
    assert exports.fitting("short") == "short"


def test_json_says_what_it_is_about():
    out = io.BytesIO()

    exports.write_json({"kind": "x.y"}, [{"ref": "A-1", "on": date(2026, 3, 14)}], out)

    read = json.loads(out.getvalue())
    assert read == {"kind": "x.y", "records": [{"ref": "A-1", "on": "2026-03-14"}]}


@pytest.mark.parametrize("count", [200, 201, 450])
def test_xlsx_keeps_every_row_of_a_long_table(count):
    body = written(exports.write_xlsx, [[number, "text"] for number in range(count)])

    page = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == list(range(count))


def test_a_workbook_holds_several_tables_and_tells_once_what_it_is_about():
    out = io.BytesIO()
    first = exports.ExportSheet("First", ["One"], [[1]], {"Content": "Both"})

    exports.write_book([first, exports.ExportSheet("Second", ["Two"], [[2], [3]])], out)

    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    assert book.sheetnames == ["First", "Second", "About"]
    assert book["Second"].max_row == 3
