"""How large a picture says it is: one of few bytes may take gigabytes where it is shown."""

import struct

from records.incoming import SourceError, excerpt
from records.incoming import gettext_noop as _

# An A0 sheet scanned at 300 dots to the inch has 139 million.
MOST_PIXELS = 150_000_000
# A picture of JPEG says its size behind a few segments; more than these are none of a camera.
MOST_SEGMENTS = 1_000
STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_size(data: bytes, name: str) -> None:
    """Refuse a picture that says it has more points than anybody can look at."""
    width, height = _size(data)
    if width * height > MOST_PIXELS:
        raise SourceError(
            _("“%(name)s” is a picture of %(width)d by %(height)d points. Hand in a smaller one."),
            name=excerpt(name),
            width=width,
            height=height,
        )


def _size(data: bytes) -> tuple[int, int]:
    """Return width and height; nothing where the head is cut off, for nobody can show that."""
    try:
        if data.startswith(b"\x89PNG"):
            return struct.unpack_from(">II", data, 16)
        if data.startswith(b"GIF"):
            return struct.unpack_from("<HH", data, 6)
        return _jpeg(data)
    except struct.error:
        return 0, 0


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    for _segment in range(MOST_SEGMENTS):
        mark, kind = struct.unpack_from(">BB", data, at)
        if mark != 0xFF:
            return 0, 0
        if kind in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        length = 0 if kind in STANDALONE else struct.unpack_from(">H", data, at + 2)[0]
        at += 2 + length
    return 0, 0
