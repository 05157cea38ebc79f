"""Header, footer and watermark, drawn on the finished pages as artifacts.

They are stamped after the merge so that a new checkpoint in the footer, or a page more in an early
chapter, leaves every printed chapter on the shelf as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from pikepdf import Dictionary, Object, Pdf, Stream

from records.documents.faces import Face
from records.documents.parts import Meta

_MM = 72 / 25.4
_SIDE, _TOP, _BOTTOM = 22 * _MM, 13 * _MM, 12 * _MM
_SIZE, _GAP = 7.0, 10.0
_MUTED, _RULE, _PALE = "0.357 0.396 0.459", "0.851 0.871 0.898", "0.953 0.961 0.969"
_TILT = 52


@dataclass(frozen=True)
class PageStamp:
    """What is stamped on one page: empty header texts leave the header out."""

    left: str
    right: str
    label: str


def stamp(pdf: Pdf, pages: Sequence[PageStamp], meta: Meta) -> None:
    """Stamp every page; one `Page` for each page of the document."""
    texts = {meta.footer} | {text for page in pages for text in (page.left, page.right, page.label)}
    plain = Face.cut("Inter-400", "".join(texts) + "…")
    bold = Face.cut("Inter-700", meta.watermark)
    fonts = {"/StampPlain": plain.embed(pdf), "/StampBold": bold.embed(pdf)}
    for target, page in zip(pdf.pages, pages, strict=True):
        left, bottom, right, top = (float(value) for value in target.mediabox)
        size = (right - left, top - bottom)
        marks = _watermark(bold, meta.watermark, size=size)
        marks += _header(plain, page, size=size) + _footer(plain, page, meta.footer, size=size)
        content = Stream(pdf, ("q\n" + "".join(marks) + "Q\n").encode("ascii"))
        target.contents_add(content, prepend=True)
        _add_fonts(target.obj, fonts)


def _add_fonts(page: Object, fonts: dict[str, Object]) -> None:
    known = page.Resources.get("/Font")
    if known is None:
        known = page.Resources.Font = Dictionary()
    for name, font in fonts.items():
        if name not in known:
            known[name] = font


def _header(face: Face, page: PageStamp, *, size: tuple[float, float]) -> list[str]:
    if not (page.left or page.right):
        return []
    width, height = size
    base, room = height - _TOP, (width - 2 * _SIDE - _GAP)
    right = face.shorten(page.right, room=room / 2, size=_SIZE)
    left = face.shorten(page.left, room=room - face.width(right, _SIZE), size=_SIZE)
    start = width - _SIDE - face.width(right, _SIZE)
    drawn = _text(face, left, _SIDE, base) + _text(face, right, start, base)
    return _artifact("Header", drawn)


def _footer(face: Face, page: PageStamp, words: str, *, size: tuple[float, float]) -> list[str]:
    width = size[0]
    start = width - _SIDE - face.width(page.label, _SIZE)
    shown = face.shorten(words, room=start - _SIDE - _GAP, size=_SIZE)
    rule = f"{_RULE} RG 0.5 w {_SIDE:.2f} {_BOTTOM + 11:.2f} m {width - _SIDE:.2f} "
    rule += f"{_BOTTOM + 11:.2f} l S\n"
    drawn = _text(face, shown, _SIDE, _BOTTOM) + _text(face, page.label, start, _BOTTOM)
    return _artifact("Footer", rule + drawn)


def _watermark(face: Face, words: str, *, size: tuple[float, float]) -> list[str]:
    """Draw the word across the page, behind its content and in a pale colour: never translucent."""
    if not words:
        return []
    width, height = size
    points = min(150.0, 0.8 * height / face.width(words, 1.0))
    c, s = cos(radians(_TILT)), sin(radians(_TILT))
    along, across = face.width(words, points) / 2, points * 0.36
    x, y = width / 2 - along * c + across * s, height / 2 - along * s - across * c
    matrix = f"{c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.2f} {y:.2f} Tm"
    text = f"BT /StampBold {points:.2f} Tf {_PALE} rg {matrix} <{face.encode(words)}> Tj ET\n"
    return _artifact("Watermark", text)


def _text(face: Face, words: str, x: float, y: float) -> str:
    if not words:
        return ""
    shown = face.encode(words)
    return f"BT /StampPlain {_SIZE} Tf {_MUTED} rg {x:.2f} {y:.2f} Td <{shown}> Tj ET\n"


def _artifact(kind: str, drawn: str) -> list[str]:
    return [f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC\n", drawn, "EMC\n"]
