"""Reading XLSX: values as text, and workbooks that are not to be trusted."""

import io
import zipfile

import pytest
import xlsxwriter

from records.incoming import archive
from records.incoming.problems import SourceError
from records.incoming.table import read_table


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def _packed(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return buffer.getvalue()


def test_first_visible_sheet_is_read_as_text(sample):
    table = read_table(sample("register.xlsx"), "register.csv")

    assert (table.format, table.sheet) == ("xlsx", "Register")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Chat assistant", "Roads", "2023-10-01", "1200", "TRUE", "0.25", "", "")),
        (4, ("=1+1", "two\nlines", "", "2400", "", "", "", "a note beside")),
    ]
    assert table.problems == ()


def test_other_sheets_and_columns_without_heading_are_named(sample):
    table = read_table(sample("register.xlsx"), "register.xlsx")

    assert [str(remark) for remark in table.remarks] == [
        "Only the sheet “Register” is read; the workbook also has: Notes."
    ]
    assert [column.label for column in table.columns[5:]] == ["Share", "Column G", "Column H"]


def test_sheet_may_be_named(sample):
    with pytest.raises(SourceError, match="It has: Notes, Register"):
        read_table(sample("register.xlsx"), "x", sheet="Sheet1")
    with pytest.raises(SourceError, match="no row below"):
        read_table(sample("register.xlsx"), "x", sheet="Notes")


def test_formula_without_stored_result_is_told_and_not_read_as_blank(sample):
    table = read_table(sample("formula_without_result.xlsx"), "x.xlsx")

    assert [str(problem) for problem in table.problems] == [
        (
            "Row 2, “B”: This cell holds a formula without a stored result."
            " Open the workbook in a spreadsheet program, save it and send that."
        )
    ]
    assert table.rows[1].cells == ("B", "3")


def test_every_length_of_a_cut_off_workbook_is_refused(sample):
    data = sample("register.xlsx")

    for length in range(4, len(data), 97):
        with pytest.raises(SourceError):
            read_table(data[:length], "x.xlsx")


@pytest.mark.parametrize(
    "part", ["docProps/core.xml", "xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"]
)
def test_broken_part_is_refused(sample, part):
    parts = _parts(sample("register.xlsx"))
    parts[part] = parts[part].replace(b"</", b"<", 1)

    with pytest.raises(SourceError, match="cut off or damaged"):
        read_table(_packed(parts), "x.xlsx")


def test_part_that_unpacks_to_far_more_is_refused(sample):
    parts = _parts(sample("register.xlsx"))
    parts["xl/media/image1.png"] = b"\0" * (4 * 1024 * 1024)

    with pytest.raises(SourceError, match="more than 150 times its size"):
        read_table(_packed(parts), "x.xlsx")


def test_workbook_too_large_when_unpacked_is_refused(sample, monkeypatch):
    monkeypatch.setattr(archive, "MAX_EXPANDED_BYTES", 2048)

    with pytest.raises(SourceError, match="when unpacked"):
        read_table(sample("register.xlsx"), "x.xlsx")


def test_document_type_with_entities_is_refused(sample):
    parts = _parts(sample("register.xlsx"))
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><worksheet/>'
    parts["xl/worksheets/sheet2.xml"] = evil

    with pytest.raises(SourceError, match=r"sheet2\.xml"):
        read_table(_packed(parts), "x.xlsx")


def test_row_number_beyond_every_sheet_is_refused_quickly(sample):
    parts = _parts(sample("register.xlsx"))
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = sheet.replace(b'<row r="4"', b'<row r="1999999999"')

    with pytest.raises(SourceError, match="more rows than a spreadsheet can have"):
        read_table(_packed(parts), "x.xlsx")


def test_blank_cells_far_to_the_right_are_refused_quickly(sample):
    parts = _parts(sample("register.xlsx"))
    rows = "".join(f'<row r="{n}"><c r="ZZZ{n}"/></row>' for n in range(5, 1000)).encode()
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = sheet.replace(b"</sheetData>", rows + b"</sheetData>")

    with pytest.raises(SourceError, match="more than 10000000 cells"):
        read_table(_packed(parts), "x.xlsx")


@pytest.mark.parametrize(
    "many",
    [
        pytest.param(b"<row><c><is>%s</is></c></row>" % (b"<r><t>a</t></r>" * 9), id="runs"),
        pytest.param(b"<row><c><v %s>1</v></c></row>" % (b"a='1' " * 40), id="attributes"),
        pytest.param(b"<a/>" * 60, id="beside rows"),
        pytest.param(b"<row a='>'/><a/>" * 60, id="between rows"),
        pytest.param(b"<row><row/></row>", id="rows within rows"),
        pytest.param(b"<row>%s</row>" % (b"<a/><!--<row >-->" * 2), id="made up rows"),
        pytest.param(b"<row a='%s'/>" % (b"-" * 9_999), id="a long stretch"),
    ],
)
@pytest.mark.parametrize("chunk", [1, 7, 1024])
def test_what_the_parser_would_hold_is_bounded_before_it_runs(sample, monkeypatch, many, chunk):
    monkeypatch.setattr(archive, "MAX_HELD", 30)
    monkeypatch.setattr(archive, "MAX_BESIDE", 50)
    monkeypatch.setattr(archive, "MAX_STRETCH", 900)
    monkeypatch.setattr(archive, "CHUNK", chunk)
    few = b"<row>%s</row>" % (b"<c/>" * 4) * 30
    parts = _parts(sample("register.xlsx"))
    named = "xl/worksheets/sheet2.xml"
    begin = b'<?xml version="1.0"?><worksheet><sheetData>'

    def sheet(inside):
        return _packed(parts | {named: begin + inside + b"</sheetData></worksheet>"})

    archive.check_archive(sheet(few))
    with pytest.raises(SourceError, match=r"sheet2\.xml. of the workbook is not as it should be"):
        archive.check_archive(sheet(few + many))


def test_encrypted_entries_are_refused(sample):
    data = bytearray(sample("register.xlsx"))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1

    with pytest.raises(SourceError, match="protected by a password"):
        read_table(bytes(data), "x.xlsx")


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("word/document.xml", "This is a Word document"),
        ("xl/workbook.bin", "This spreadsheet is in another format"),
        ("content.xml", "This spreadsheet is in another format"),
        ("a.exe", "This is an archive"),
    ],
)
def test_other_archives_are_named(entry, sentence):
    with pytest.raises(SourceError, match=sentence):
        read_table(_packed({entry: b"<a/>"}), "x.xlsx")


def test_long_cell_refuses_its_row_only():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Why"])
        sheet.write_row(1, 0, ["A", "x" * 32_767])
    parts = _parts(buffer.getvalue())
    strings = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = strings.replace(b"xxx", b"xxx" * 4, 1)

    table = read_table(_packed(parts), "x.xlsx")

    assert [str(problem) for problem in table.problems] == [
        "Row 2, “Why”: The text has 32776 characters; a cell may hold 32767."
    ]
