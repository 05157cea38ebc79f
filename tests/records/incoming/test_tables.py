"""Reading delimited text: what is recognised, what is told by row, what is refused."""

import pytest

from records.incoming import grid
from records.incoming.problems import SourceError
from records.incoming.table import read_table

REFUSED = {
    "empty.csv": "“empty.csv” is empty.",
    "blank_rows.csv": "“blank_rows.csv” has headings, but no row below them.",
    "header_only.csv": "“header_only.csv” has headings, but no row below them.",
    "unclosed_quote.csv": "A quotation mark opened in row 3 (line 3) is never closed."
    " Close it, or double the marks that belong to the text.",
    "stray_quote.csv": "The quotation marks in row 2 (line 2) do not fit together."
    " Double the marks that belong to the text.",
    "bell_in_heading.csv": "The heading of column B holds a control character. Remove it.",
    "long_heading.csv": "The heading of column B is longer than 1000 characters.",
    "damaged_utf8.csv": "The file is UTF-8, but line 4 holds bytes that are not. Save it anew.",
    "cut_off_utf16.csv": "The file is not utf-16: byte 43 does not fit. Is it cut off?",
    "utf16_without_mark.csv": "“utf16_without_mark.csv” is no readable text, not a table."
    " Save it as CSV or XLSX and send that.",
    "document.csv": "“document.csv” is a PDF document, not a table."
    " Save it as CSV or XLSX and send that.",
    "program.csv": "“program.csv” is a Windows program, not a table."
    " Save it as CSV or XLSX and send that.",
    "web_page.csv": "“web_page.csv” is a web page or an XML document, not a table."
    " Save it as CSV or XLSX and send that.",
    "json.csv": "“json.csv” is JSON, not a table. Save it as CSV or XLSX and send that.",
    "old_excel.xls": "“old_excel.xls” is an old Excel or Office file, not a table."
    " Save it as CSV or XLSX and send that.",
    "protected.xlsx": "“protected.xlsx” is protected by a password."
    " Remove the password and send it again.",
    "archive.csv": "This is an archive, not a workbook. Unpack it and send the table.",
    "cut_off.xlsx": "The workbook is cut off or damaged. Open it, save it anew and send that.",
}


@pytest.mark.parametrize("name", REFUSED)
def test_unusable_file_is_refused_in_a_sentence(sample, name):
    with pytest.raises(SourceError) as refusal:
        read_table(sample(name), name)

    assert str(refusal.value) == REFUSED[name]


def test_content_decides_whatever_the_name_says(sample):
    table = read_table(sample("register.csv"), "invoice.pdf")

    assert (table.format, len(table.rows)) == ("csv", 4)


def test_equal_headings_are_told_apart_by_number_and_predecessor(sample):
    columns = read_table(sample("register.csv"), "register.csv").columns

    assert [column.label for column in columns if column.is_repeated] == [
        "If Other, please explain. (1st)",
        "If Other, please explain. (2nd)",
    ]
    assert [column.after for column in columns if column.is_repeated] == [
        "Started",
        "Personal data",
    ]


def test_headings_count_as_equal_whatever_their_case_and_white_space(sample):
    table = read_table(sample("doubled_headings.csv"), "doubled_headings.csv")

    assert [str(column.key) for column in table.columns] == [
        "Name",
        "Why",
        "Name (2nd)",
        "name (3rd)",
        "Why (2nd)",
    ]
    assert table.columns[3].heading == "name\n"
    assert [str(remark) for remark in table.remarks] == [
        "The heading “Name” stands over 3 columns; they are numbered.",
        "The heading “Why” stands over 2 columns; they are numbered.",
    ]


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "cell"),
    [
        ("register.csv", ("utf-8", "certain"), ",", "Chat assistant"),
        ("bom_utf8.csv", ("utf-8-sig", "certain"), ",", "Prüfer"),
        ("tab_utf16.csv", ("utf-16", "certain"), "\t", "Prüfer"),
        ("semicolon_cp1252.csv", ("cp1252", "likely"), ";", "Münze prüfen"),
        ("latin1.csv", ("latin-1", "guess"), ",", "Café \x81"),
    ],
)
def test_encoding_and_delimiter_are_recognised(sample, name, encoding, delimiter, cell):
    table = read_table(sample(name), name)

    assert (table.encoding.name, table.encoding.sure) == encoding
    assert (table.delimiter, table.rows[0].cells[0]) == (delimiter, cell)


def test_words_with_foreign_letters_are_shown_to_judge_a_guess(sample):
    table = read_table(sample("semicolon_cp1252.csv"), "x.csv")

    assert table.encoding.samples == ("Münze", "prüfen", "Größe")


def test_person_may_choose_encoding_and_delimiter(sample):
    table = read_table(sample("semicolon_cp1252.csv"), "x.csv", encoding="latin-1", delimiter=",")

    assert table.encoding.sure == "chosen"
    assert table.columns[0].heading == "Name;Anteil"


def test_unknown_encoding_is_refused(sample):
    with pytest.raises(SourceError, match="This encoding is not read here"):
        read_table(sample("register.csv"), "x.csv", encoding="idna")


def test_ragged_rows_are_told_by_row_and_the_others_stay(sample):
    table = read_table(sample("ragged.csv"), "ragged.csv")

    assert [str(problem) for problem in table.problems] == [
        "Row 2: The row has 4 fields, the headings are 3.",
        "Row 3: The row has 1 fields, the headings are 3.",
    ]
    assert [row.number for row in table.rows] == [2, 3, 5, 6]
    assert table.rows[2].cells == ("A", "B", "C")


def test_nul_is_told_by_row_and_column(sample):
    table = read_table(sample("nul.csv"), "nul.csv")

    assert [str(problem) for problem in table.problems] == [
        "Row 3, “Name”: The text holds a control character. Remove it."
    ]
    assert len(table.rows) == 22


def test_hundred_thousand_characters_refuse_a_row_not_the_file():
    text = "x" * 100_000

    table = read_table(f"Name,Why\nA,{text}\nB,c\n".encode(), "x.csv")

    assert [str(problem) for problem in table.problems] == [
        "Row 2, “Why”: The text has 100000 characters; a cell may hold 32767."
    ]
    assert table.rows[1].cells == ("B", "c")


def test_field_above_the_limit_of_the_csv_module_is_still_told_by_row():
    table = read_table(f"Name,Why\nA,{'x' * 200_000}\n".encode(), "x.csv")

    assert [(problem.row, problem.column) for problem in table.problems] == [(2, "Why")]


def test_line_breaks_in_cells_do_not_shift_row_numbers():
    table = read_table(b'Name,Why\r\n"A\r\nB",x\r\nC,"d\n\ne"\r\nF,\r\n', "x.csv")

    assert [(row.number, row.cells[0]) for row in table.rows] == [(2, "A\r\nB"), (3, "C"), (4, "F")]


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("MAX_ROWS", 2, "The file has more than 2 rows. Split it and import the parts."),
        ("MAX_CELLS", 5, "The file has more than 5 cells. Remove empty columns and rows."),
    ],
)
def test_too_large_table_is_refused(monkeypatch, limit, value, sentence):
    monkeypatch.setattr(grid, limit, value)

    with pytest.raises(SourceError) as refusal:
        read_table(b"Name,Why\nA,a\nB,b\nC,c\n", "x.csv")

    assert str(refusal.value) == sentence


def test_too_large_file_is_refused_before_it_is_read():
    with pytest.raises(SourceError, match="larger than 25 MiB"):
        read_table(b"Name\n" + b"A\n" * (13 * 1024 * 1024), "x.csv")


def test_too_many_columns_are_refused():
    with pytest.raises(SourceError, match="more than 500 columns"):
        read_table(",".join(f"c{n}" for n in range(501)).encode() + b"\nA\n", "x.csv")


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("decimal_comma_semicolon.csv", (2, 2, 0)),
        ("duplicate_columns.csv", (3, 1, 0)),
        ("formula_injection.csv", (2, 6, 0)),
        ("nan_values.csv", (3, 4, 0)),
        ("nul_bytes.csv", (2, 1, 1)),
        ("ragged.csv", (3, 3, 2)),
        ("header_only.csv", None),
        ("unclosed_quote.csv", None),
    ],
)
def test_collected_bad_tables(bad_tables, name, outcome):
    data = (bad_tables / name).read_bytes()

    if outcome is None:
        with pytest.raises(SourceError):
            read_table(data, name)
    else:
        table = read_table(data, name)
        assert (len(table.columns), len(table.rows), len(table.problems)) == outcome
