"""Safety of a zipped document before anything in it is parsed."""

import io
import re
import zipfile
from collections.abc import Sequence

from defusedxml.ElementTree import fromstring

from records.incoming.problems import SourceError
from records.incoming.problems import gettext_noop as _

# A workbook of fifty sheets has some two hundred parts.
MAX_ENTRIES = 2_000
# A register of 100,000 rows expands to about this; more is not a register.
MAX_EXPANDED_BYTES = 200 * 1024 * 1024
# Sheets of repeated texts reach about 40; small parts may pass, they cannot do harm.
MAX_RATIO = 150
SMALL_PART = 1024 * 1024
# With others a part may unpack to far more than it says before anybody can stop it.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Each part of an archive is listed behind this mark.
LISTED = b"PK\x01\x02"
# Where a part would be written by a program that trusted its name.
ODD_NAME = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f]")
# Archives, old Office files and programs; what a document embeds has no other purpose to us.
INSIDE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"#!")
OUTSIDE_LINK = re.compile(r"/externallinks/", re.IGNORECASE)

# What the parser reads. A declaration and then the root: no place is left for a document type
# with entities. No program that writes workbooks puts anything else there.
PARSED = re.compile(r"(xl|_rels|docProps)/.*\.(xml|rels)|\[Content_Types\]\.xml")
PROLOG = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>\s*)?<[A-Za-z]")
# The parser streams sheets; the rest it holds as objects, many times as large as their text.
STREAMED = re.compile(r"xl/worksheets/[^/]+\.xml")
SHEET = re.compile(PROLOG.pattern[: -len(b"<[A-Za-z]")] + rb"<(\w+:)?[a-z]+sheet\b")
TEXTS = "xl/sharedStrings.xml"
# What says which part is what; the parser believes it, whatever the part is called.
TYPES = "[Content_Types].xml"
HELD_TYPES = {"sharedStrings+xml": f"/{TEXTS}", "styles+xml": "/xl/styles.xml"}
MAX_HELD_BYTES = 2 * 1024 * 1024
MAX_TEXT_BYTES = 48 * 1024 * 1024
MAX_TEXTS = 300_000
# The parser holds one row or text whole, and every element beside them until the end. A full row
# has some 5,000 elements and attributes, and a sheet few outside its rows.
MAX_HELD, MAX_BESIDE = 200_000, 300_000
# An element begins within so many bytes: a cell holds no more text.
MAX_STRETCH = 2 * 1024 * 1024
# Comments and the like, in which elements can be made up; one is the declaration.
HIDING = re.compile(rb"<[!?]")
FORMULA = re.compile(rb"<f[\s/>]")
TEXT = re.compile(rb"<si[\s/>]")
CHUNK = 1024 * 1024


def check_parts(archive: zipfile.ZipFile, *, what: str) -> list[zipfile.ZipInfo]:
    """Return the parts of an archive; refuse what could do harm. `what` begins each sentence."""
    entries = archive.infolist()
    _check_sizes(entries, what)
    names = [entry.filename for entry in entries]
    odd = next((name for name in names if ODD_NAME.search(name)), None)
    if odd is not None or len(set(names)) < len(names):
        raise SourceError(
            _("%(what)s has a part with an odd or doubled name. Save it anew."), what=what
        )
    for entry in entries:
        _check_inside(archive, entry, what)
    return entries


def open_archive(data: bytes, *, what: str) -> zipfile.ZipFile:
    """Open an archive unless it has so many parts that listing them would take too much."""
    if data.count(LISTED) > MAX_ENTRIES:
        raise SourceError(
            _("%(what)s has more than %(most)d parts. Save it anew."), what=what, most=MAX_ENTRIES
        )
    return zipfile.ZipFile(io.BytesIO(data))


def check_archive(data: bytes) -> bool:
    """Refuse an archive that is no workbook or no safe one; return whether it has formulas."""
    what = _("The workbook")
    with open_archive(data, what=what) as archive:
        _check_kind(set(archive.namelist()))
        entries = check_parts(archive, what=what)
        _check_links(entries)
        for entry in entries:
            if PARSED.fullmatch(entry.filename):
                _check_prolog(archive, entry)
                _check_held(entry)
        _check_types(archive.read(TYPES))
        texts = [entry for entry in entries if entry.filename == TEXTS]
        _check_texts(archive, texts)
        sheets = [entry for entry in entries if STREAMED.fullmatch(entry.filename)]
        for entry in (*sheets, *texts):
            _check_elements(archive, entry, b"si" if entry in texts else b"row")
        return any(_count(archive, sheet, FORMULA, most=0) for sheet in sheets)


def _check_sizes(entries: Sequence[zipfile.ZipInfo], what: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceError(
            _("%(what)s is protected by a password. Remove it and send it again."), what=what
        )
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_EXPANDED_BYTES:
        raise SourceError(
            _("%(what)s is larger than %(most)d MiB when unpacked. Split it."),
            what=what,
            most=MAX_EXPANDED_BYTES // (1024 * 1024),
        )
    for entry in entries:
        if entry.file_size > max(SMALL_PART, MAX_RATIO * entry.compress_size):
            raise SourceError(
                _("%(what)s has a part that unpacks to more than %(most)d times its size."),
                what=what,
                most=MAX_RATIO,
            )
        if entry.compress_type not in METHODS:
            raise SourceError(
                _("%(what)s is packed in a way that no office program uses. Save it anew."),
                what=what,
            )


def _check_inside(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, what: str) -> None:
    with archive.open(entry) as part:
        if part.read(8).startswith(INSIDE):
            raise SourceError(
                _("%(what)s holds another file or a program (%(part)s). Send it without that."),
                what=what,
                part=entry.filename[:60],
            )


def _check_kind(names: set[str]) -> None:
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return
    if any(name.startswith("word/") for name in names):
        raise SourceError(_("This is a Word document. Save its table as CSV or XLSX."))
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise SourceError(_("This spreadsheet is in another format. Save it as XLSX or CSV."))
    raise SourceError(_("This is an archive, not a workbook. Unpack it and send the table."))


def _check_links(entries: Sequence[zipfile.ZipInfo]) -> None:
    if any(OUTSIDE_LINK.search(entry.filename) for entry in entries):
        raise SourceError(
            _("The workbook takes values from other files. Break these links and send it again.")
        )


def _check_held(entry: zipfile.ZipInfo) -> None:
    is_large = entry.file_size > MAX_HELD_BYTES
    if is_large and entry.filename != TEXTS and not STREAMED.fullmatch(entry.filename):
        raise SourceError(
            _("The part “%(part)s” of the workbook is larger than %(most)d MiB. Save it anew."),
            part=entry.filename,
            most=MAX_HELD_BYTES // (1024 * 1024),
        )


def _check_texts(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    for entry in entries:
        is_large = entry.file_size > MAX_TEXT_BYTES
        if is_large or _count(archive, entry, TEXT, most=MAX_TEXTS) > MAX_TEXTS:
            raise SourceError(
                _("The workbook holds more than %(most)d different texts. Split it."),
                most=MAX_TEXTS,
            )


def _check_elements(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: bytes) -> None:
    """Refuse a part of which the parser would hold too much; `name` is what it holds whole."""
    begin = re.compile(rb"<(?:\w+:)?%s(?=[\s/>])" % name)
    end = re.compile(rb"\A(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*/>|</(?:\w+:)?%s\s*>" % name)
    held = beside = hiding = 0
    rest, is_over, is_beside = b"", False, True
    with archive.open(entry) as part:
        while not is_over:
            is_over = not (chunk := part.read(CHUNK))
            # What begins an element is read together with the rest of that.
            known, sign, rest = (rest + chunk).rpartition(b"<")
            rest = sign + rest
            hiding += len(HIDING.findall(known))
            for number, piece in enumerate(begin.split(known)):
                if number:
                    if not is_beside:  # one within another: no program writes that
                        raise _misplaced(entry.filename)
                    held, is_beside = 0, False
                within, *after = [piece] if is_beside else end.split(piece, maxsplit=1)
                held += piece.count(b"<") + piece.count(b"=")
                is_beside = is_beside or bool(after)
                beside += (after[0] if after else within).count(b"<") if is_beside else 0
                if held > MAX_HELD:
                    raise _misplaced(entry.filename)
            if beside > MAX_BESIDE or hiding > 1 or len(rest) > MAX_STRETCH:
                raise _misplaced(entry.filename)


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    expected = SHEET if STREAMED.fullmatch(entry.filename) else PROLOG
    with archive.open(entry) as part:
        if not expected.match(part.read(4096)):
            raise _misplaced(entry.filename)


def _check_types(data: bytes) -> None:
    for part in fromstring(data):
        kind = part.get("ContentType", "").rpartition(".")[2]
        if HELD_TYPES.get(kind, part.get("PartName")) != part.get("PartName"):
            raise _misplaced(part.get("PartName", ""))


def _misplaced(name: str) -> SourceError:
    template = _("The part “%(part)s” of the workbook is not as it should be. Save it anew.")
    return SourceError(template, part=name[:60])


def _count(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, sign: re.Pattern[bytes], *, most: int
) -> int:
    """Count a sign in a part, no further than it takes to know that there are more than `most`."""
    found, tail = 0, b""
    with archive.open(entry) as part:
        while found <= most and (chunk := part.read(CHUNK)):
            found += len(sign.findall(tail + chunk))
            tail = chunk[-3:] if not sign.search(chunk[-3:]) else b""
    return found
