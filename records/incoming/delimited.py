"""Delimited text (CSV): its encoding, its delimiter and its records."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from records.formulas import unguard
from records.incoming.grid import MAX_FILE_BYTES, Encoding, Grid, GridRow, bounded
from records.incoming.problems import SourceError
from records.incoming.problems import gettext_noop as _

DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1")
# The mark of UTF-32 begins with that of UTF-16, so it is looked for first.
MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_CHARACTERS = 65_536
SAMPLE_RECORDS = 30
FOREIGN_WORD = re.compile(r"\w*[^\W\d_a-zA-Z]\w*")


def read_delimited(
    data: bytes, *, encoding: str | None = None, delimiter: str | None = None
) -> Grid:
    """Read CSV bytes; what is not given is recognised from the content."""
    # The reader's own limit is per process and would refuse the file without naming the row;
    # the length of a cell is judged later, per row and column.
    csv.field_size_limit(MAX_FILE_BYTES)
    text, found = decode(data, encoding)
    chosen = delimiter or guess_delimiter(text)
    if chosen not in DELIMITERS:
        raise SourceError(_("The delimiter must be a comma, a semicolon or a tab."))
    rows = tuple(bounded(_records(text, chosen)))
    return Grid("csv", rows, encoding=found, delimiter=chosen)


def decode(data: bytes, encoding: str | None = None) -> tuple[str, Encoding]:
    """Turn bytes into text and say by which encoding; raises `SourceError` where none fits."""
    if encoding:
        return _decode_as(data, encoding), Encoding(encoding, "chosen")
    for mark, name in MARKS:
        if data.startswith(mark):
            return _decode_as(data, name), Encoding(name, "certain")
    try:
        return data.decode("utf-8"), Encoding("utf-8", "certain")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    return _decode_single_byte(data)


def _decode_as(data: bytes, encoding: str) -> str:
    if encoding not in ENCODINGS:
        raise SourceError(
            _("This encoding is not read here. Save the file as one of: %(names)s."),
            names=", ".join(ENCODINGS),
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            _("The file is not %(encoding)s: byte %(at)d does not fit. Is it cut off?"),
            encoding=encoding,
            at=error.start + 1,
        ) from error


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    # Read as cp1252, UTF-8 with one bad byte would put two wrong letters for every accent.
    lenient = data.decode("utf-8", errors="replace")
    bad = lenient.count("\ufffd")
    good = sum(1 for character in lenient if character > "\x7f") - bad
    if good > 3 * bad:
        raise SourceError(
            _("The file is UTF-8, but line %(line)d holds bytes that are not. Save it anew."),
            line=data.count(b"\n", 0, error.start) + 1,
        )


def _decode_single_byte(data: bytes) -> tuple[str, Encoding]:
    try:
        text, name = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        text, name = data.decode("latin-1"), "latin-1"
    words = (match.group() for match in FOREIGN_WORD.finditer(text))
    samples = tuple(islice(dict.fromkeys(words), 5))
    return text, Encoding(name, "likely" if name == "cp1252" else "guess", samples)


def guess_delimiter(text: str) -> str:
    """Return the delimiter by which most records have as many fields as the first."""
    return max(DELIMITERS, key=lambda delimiter: _fitness(text, delimiter))


def _fitness(text: str, delimiter: str) -> tuple[float, int]:
    sample = io.StringIO(text[:SAMPLE_CHARACTERS], newline="")
    records = filter(None, csv.reader(sample, delimiter=delimiter))
    widths = [len(record) for record in islice(records, SAMPLE_RECORDS)]
    if len(text) > SAMPLE_CHARACTERS and len(widths) < SAMPLE_RECORDS:
        widths = widths[:-1]  # the sample ends inside this record
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _records(text: str, delimiter: str) -> Iterator[GridRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        line = reader.line_num + 1
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(str(error), line=line, row=number) from error
        # Exports of lists put an apostrophe before what a spreadsheet would take for a formula.
        yield GridRow(number, tuple(unguard(cell) for cell in cells))


def _broken(reason: str, *, line: int, row: int) -> SourceError:
    if "unexpected end" in reason:
        return SourceError(
            _(
                "A quotation mark opened in row %(row)d (line %(line)d) is never closed."
                " Close it, or double the marks that belong to the text."
            ),
            row=row,
            line=line,
        )
    return SourceError(
        _(
            "The quotation marks in row %(row)d (line %(line)d) do not fit together."
            " Double the marks that belong to the text."
        ),
        row=row,
        line=line,
    )
