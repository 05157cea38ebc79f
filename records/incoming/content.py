"""What a file is by its content; its name decides nothing."""

import re
from typing import Literal

from records.incoming.grid import MAX_FILE_BYTES
from records.incoming.problems import SourceError, excerpt
from records.incoming.problems import gettext_noop as _

WRONG_TYPE = _("“%(name)s” is %(what)s, not a table. Save it as CSV or XLSX and send that.")
SIGNATURES = (
    (b"%PDF-", _("a PDF document")),
    (b"MZ", _("a Windows program")),
    (b"\x7fELF", _("a Linux program")),
    (b"\xcf\xfa\xed\xfe", _("a macOS program")),
    (b"#!", _("a script")),
    (b"\x89PNG", _("a PNG image")),
    (b"\xff\xd8\xff", _("a JPEG image")),
    (b"GIF8", _("a GIF image")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"Rar!", _("a RAR archive")),
    (b"7z\xbc\xaf", _("a 7-Zip archive")),
    (b"\xfd7zXZ", _("an xz archive")),
    (b"BZh", _("a bzip2 archive")),
    (b"SQLite format 3", _("an SQLite database")),
    (b"PAR1", _("a Parquet file")),
    (b"{\\rtf", _("an RTF document")),
)
# Old Excel and encrypted workbooks share one container; the encrypted ones name this stream.
OLE_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(rb"\s*<(!doctype|!--|\?xml|html|head|body|table|script|svg|[a-z]+:)", re.I)
JSON_START = re.compile(rb'\s*(\{\s*["}]|\[\s*[\[{"\]])')
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c"))


def content_of(data: bytes, name: str) -> Literal["text", "workbook"]:
    """Say whether the bytes are text or a zipped workbook; refuse everything else."""
    if not data.strip():
        raise SourceError(_("“%(name)s” is empty."), name=excerpt(name))
    if len(data) > MAX_FILE_BYTES:
        raise SourceError(
            _("“%(name)s” is larger than %(most)d MiB. Split it and import the parts."),
            name=excerpt(name),
            most=MAX_FILE_BYTES // (1024 * 1024),
        )
    if data.startswith(b"PK\x03\x04"):
        return "workbook"
    if data.startswith(OLE_CONTAINER):
        raise _container(data, name)
    what = _other_type(data)
    if what:
        raise SourceError(WRONG_TYPE, name=excerpt(name), what=what)
    return "text"


def _container(data: bytes, name: str) -> SourceError:
    if ENCRYPTED_STREAM in data:
        return SourceError(
            _("“%(name)s” is protected by a password. Remove the password and send it again."),
            name=excerpt(name),
        )
    return SourceError(WRONG_TYPE, name=excerpt(name), what=_("an old Excel or Office file"))


def _other_type(data: bytes) -> str:
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            return what
    if b"%PDF-" in data[:1024]:
        return _("a PDF document")
    if data.startswith(b"PK"):
        return _("an empty or split archive")
    head = data[3:2048] if data.startswith(BYTE_ORDER_MARKS[0]) else data[:2048]
    if MARKUP.match(head):
        return _("a web page or an XML document")
    if JSON_START.match(head):
        return _("JSON")
    return _("no readable text") if _is_binary(data) else ""


def _is_binary(data: bytes) -> bool:
    # UTF-16 with its mark is text although every second byte is NUL; a stray NUL is told by row.
    if data.startswith(BYTE_ORDER_MARKS):
        return False
    head = data[:4096]
    return len(head) - len(head.translate(None, CONTROL_BYTES)) > len(head) / 10
