"""What a file of evidence is by its content, whatever its name; nothing active is kept."""

import io
import re
import zipfile
from collections.abc import Sequence

from inventory.sources.content import (
    BYTE_ORDER_MARKS,
    JSON_START,
    MARKUP,
    OLE_CONTAINER,
    SIGNATURES,
)
from inventory.sources.problems import SourceError, excerpt
from inventory.sources.problems import gettext_noop as _

MAX_BYTES = 25 * 1024 * 1024
MAX_NAMES = 10_000

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
ACTIVE_PART = re.compile(r"vbaproject|/activex/|/embeddings/|^basic/|^scripts/", re.IGNORECASE)
# What lets a PDF act; a script without the longer name cannot run. Names may be written by escapes.
ACTIVE_PDF = re.compile(rb"/(JavaScript|Launch|RichMedia|XFA)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")

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
        return _pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    for start, media_type in IMAGES:
        if data.startswith(start):
            return media_type
    return _text(data, name)


def _pdf(data: bytes, name: str) -> str:
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    active = ACTIVE_PDF.search(plain)
    if active:
        raise SourceError(ACTIVE, name=excerpt(name), what=active[1].decode("ascii"))
    return "application/pdf"


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:MAX_NAMES]
            kind = archive.read("mimetype")[:100] if names[:1] == ["mimetype"] else b""
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError) as error:
        raise SourceError(UNKNOWN, name=excerpt(name), what=_("a damaged archive")) from error
    active = next((part for part in names if ACTIVE_PART.search(part)), None)
    if active is not None:
        raise SourceError(ACTIVE, name=excerpt(name), what=excerpt(active))
    for part, media_type in DOCUMENTS:
        if part in names:
            return media_type
    for word in OPEN_DOCUMENTS:
        media_type = f"application/vnd.oasis.opendocument.{word}"
        if kind == media_type.encode():
            return media_type
    raise SourceError(UNKNOWN, name=excerpt(name), what=_("an archive"))


def _text(data: bytes, name: str) -> str:
    if data.startswith(OLE_CONTAINER):
        raise SourceError(UNKNOWN, name=excerpt(name), what=_("an old Office file"))
    for start, what in SIGNATURES:
        if data.startswith(start):
            raise SourceError(UNKNOWN, name=excerpt(name), what=what)
    text = _decoded(data)
    if text is None:
        raise SourceError(UNKNOWN, name=excerpt(name), what=_("no readable text"))
    head = text[:2048].encode()
    if MARKUP.match(head):
        raise SourceError(ACTIVE, name=excerpt(name), what=_("a web page or an XML document"))
    return "application/json" if JSON_START.match(head) else "text/plain"


def _decoded(data: bytes) -> str | None:
    """Read text as UTF-8 or, with its mark, UTF-16; old single-byte texts pass without NULs."""
    encoding = "utf-16" if data.startswith(BYTE_ORDER_MARKS[1:]) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        control = sum(char < " " and char not in "\t\n\r\x0b\x0c" for char in text[:4096])
        if control > len(text[:4096]) / 100:
            return None
    return None if "\x00" in text else text
