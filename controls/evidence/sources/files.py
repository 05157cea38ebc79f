"""What a file of evidence is by its content, whatever its name; nothing active is kept."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from controls.evidence.sources import pdf, pictures
from records.incoming import (
    BYTE_ORDER_MARKS,
    JSON_START,
    MARKUP,
    OLE_CONTAINER,
    SIGNATURES,
    SourceError,
    check_parts,
    excerpt,
    open_archive,
)
from records.incoming import gettext_noop as _

MAX_BYTES = 25 * 1024 * 1024
LONGEST_MEDIA_TYPE = 100
# Some 20,000 links; more is no document.
MAX_RELATIONS_BYTES = 4 * 1024 * 1024
PIECE = 1024 * 1024

IMAGES: Sequence[tuple[bytes, str]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
# A part that only this sort of document has, and its media type.
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS: Sequence[tuple[str, str]] = (
    ("word/document.xml", f"{_OFFICE}.wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}.presentationml.presentation"),
)
OPEN_DOCUMENTS = ("text", "spreadsheet", "presentation")
# Macros, embedded programs and scripts, as office documents name them.
ACTIVE_PART = re.compile(
    r"vbaproject|/activex/|/embeddings/|/externallinks/|^basic/|^scripts/", re.IGNORECASE
)
# What a document may fetch from elsewhere once a person asks for it, or merely shows.
HARMLESS_TARGETS = frozenset({"hyperlink", "image"})

# Neither reader has one error of its own for what is damaged.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    DefusedXmlException,
    ParseError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)

EMPTY = _("“%(name)s” is empty.")
TOO_LARGE = _("“%(name)s” is larger than %(most)d MiB. Hand in less, or give a link.")
ACTIVE = _("“%(name)s” holds something that can run (%(what)s). Hand in a copy without it.")
UNKNOWN = _(
    "“%(name)s” is %(what)s. Evidence is kept as PDF, image, office document, text, CSV or JSON."
)


def media_type_of(data: bytes, name: str) -> str:
    """Return the media type of the bytes; refuse what is empty, too large, active or unknown."""
    if not data:
        raise SourceError(EMPTY, name=excerpt(name))
    if len(data) > MAX_BYTES:
        raise SourceError(TOO_LARGE, name=excerpt(name), most=MAX_BYTES // (1024 * 1024))
    if data.startswith(b"%PDF-"):
        pdf.examine(data, name)
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    for start, media_type in IMAGES:
        if data.startswith(start):
            pictures.check_size(data, name)
            return media_type
    return _text(data, name)


def _zipped(data: bytes, name: str) -> str:
    try:
        with open_archive(data, what=f"“{excerpt(name)}”") as archive:
            names = archive.namelist()
            active = next((part for part in names if ACTIVE_PART.search(part)), None)
            if active is not None:
                raise SourceError(ACTIVE, name=excerpt(name), what=excerpt(active))
            entries = check_parts(archive, what=f"“{excerpt(name)}”")
            for link in _outside_links(archive, entries):
                raise SourceError(ACTIVE, name=excerpt(name), what=excerpt(link))
            kind = _stated_type(archive, entries)
    except DAMAGED as error:
        raise SourceError(UNKNOWN, name=excerpt(name), what=_("a damaged archive")) from error
    for part, media_type in DOCUMENTS:
        if part in names:
            return media_type
    for word in OPEN_DOCUMENTS:
        media_type = f"application/vnd.oasis.opendocument.{word}"
        if kind == media_type.encode():
            return media_type
    raise SourceError(UNKNOWN, name=excerpt(name), what=_("an archive"))


def _stated_type(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> bytes:
    """Return what an OpenDocument says it is: its first part, a short one."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.file_size > LONGEST_MEDIA_TYPE:
        return b""
    with archive.open(first) as part:
        return part.read(LONGEST_MEDIA_TYPE)


def _outside_links(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield what an office document fetches from elsewhere on its own: templates, objects."""
    relations = [entry for entry in entries if entry.filename.endswith(".rels")]
    if sum(entry.file_size for entry in relations) > MAX_RELATIONS_BYTES:
        yield "_rels"
        return
    for entry in relations:
        for link in fromstring(archive.read(entry)):
            kind = link.get("Type", "").rpartition("/")[2]
            if link.get("TargetMode") == "External" and kind not in HARMLESS_TARGETS:
                yield kind


def _text(data: bytes, name: str) -> str:
    if data.startswith(OLE_CONTAINER):
        raise SourceError(UNKNOWN, name=excerpt(name), what=_("an old Office file"))
    for start, what in SIGNATURES:
        if data.startswith(start):
            raise SourceError(UNKNOWN, name=excerpt(name), what=what)
    text = _beginning(data)
    if text is None:
        raise SourceError(UNKNOWN, name=excerpt(name), what=_("no readable text"))
    head = text[:2048].encode()
    if MARKUP.match(head):
        raise SourceError(ACTIVE, name=excerpt(name), what=_("a web page or an XML document"))
    return "application/json" if JSON_START.match(head) else "text/plain"


def _beginning(data: bytes) -> str | None:
    """Return how a text begins, or None where it is none to its end.

    UTF-8, UTF-16 with its mark, or an old single-byte text; none holds zero characters.
    """
    encoding = "utf-16" if data.startswith(BYTE_ORDER_MARKS[1:]) else "utf-8-sig"
    try:
        return _first_piece(data, encoding)
    except UnicodeDecodeError:
        text = _first_piece(data, "cp1252", errors="replace")
    if text is None:
        return None
    control = sum(char < " " and char not in "\t\n\r\x0b\x0c" for char in text[:4096])
    return None if control > len(text[:4096]) / 100 else text


def _first_piece(data: bytes, encoding: str, *, errors: str = "strict") -> str | None:
    """Decode a text piece by piece, as it may take four times as much room; keep the first."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    first = ""
    for start in range(0, len(data), PIECE):
        text = decoder.decode(data[start : start + PIECE], final=start + PIECE >= len(data))
        if "\x00" in text:
            return None
        first = first or text
    return first
