"""Safety of a zipped workbook before anything in it is parsed."""

import io
import re
import zipfile

from inventory.sources.problems import SourceError
from inventory.sources.problems import gettext_noop as _

# A workbook of fifty sheets has some two hundred parts.
MAX_ENTRIES = 2_000
# A register of 100,000 rows expands to about this; more is not a register.
MAX_EXPANDED_BYTES = 200 * 1024 * 1024
# Sheets of repeated texts reach about 40; small parts may pass, they cannot do harm.
MAX_RATIO = 150
SMALL_PART = 1024 * 1024

# What the parser reads. A declaration and then the root: no place is left for a document type
# with entities. No program that writes workbooks puts anything else there.
PARSED = re.compile(r"(xl|_rels|docProps)/.*\.(xml|rels)|\[Content_Types\]\.xml")
PROLOG = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?<[A-Za-z]")
FORMULA = re.compile(rb"<f[\s/>]")
CHUNK = 1024 * 1024


def check_archive(data: bytes) -> bool:
    """Refuse an archive that is no workbook or no safe one; return whether it has formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        _check_sizes(entries)
        _check_kind({entry.filename for entry in entries})
        for entry in entries:
            if PARSED.fullmatch(entry.filename):
                _check_prolog(archive, entry)
        sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
        return any(_has_formula(archive, sheet) for sheet in sheets)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(
            _("The workbook is protected by a password. Remove it and send it again.")
        )
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_EXPANDED_BYTES:
        raise SourceError(
            _("The workbook is larger than %(most)d MiB when unpacked. Split it."),
            most=MAX_EXPANDED_BYTES // (1024 * 1024),
        )
    for entry in entries:
        if entry.file_size > max(SMALL_PART, MAX_RATIO * entry.compress_size):
            raise SourceError(
                _("A part of the workbook unpacks to more than %(most)d times its size."),
                most=MAX_RATIO,
            )


def _check_kind(names: set[str]) -> None:
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return
    if any(name.startswith("word/") for name in names):
        raise SourceError(_("This is a Word document. Save its table as CSV or XLSX."))
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise SourceError(_("This spreadsheet is in another format. Save it as XLSX or CSV."))
    raise SourceError(_("This is an archive, not a workbook. Unpack it and send the table."))


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with archive.open(entry) as part:
        if not PROLOG.match(part.read(4096)):
            raise SourceError(
                _("The part “%(part)s” of the workbook is not as it should be. Save it anew."),
                part=entry.filename,
            )


def _has_formula(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(CHUNK):
            if FORMULA.search(tail + chunk):
                return True
            tail = chunk[-2:]
    return False
