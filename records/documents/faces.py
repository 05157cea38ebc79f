"""A bundled face cut down to the letters needed, measured and embedded with its text map."""

import logging
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

_FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # it reports every table

_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Face:
    """Letters of one face; a letter that the face lacks is shown as a question mark."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        from fontTools.ttLib import TTFont

        self.font = TTFont(BytesIO(data))
        self.letters: dict[int, str] = self.font.getBestCmap()
        self.unit: int = self.font["head"].unitsPerEm

    @classmethod
    def cut(cls, name: str, letters: str) -> Self:
        """Cut a bundled face, given by file name without ending, to these letters."""
        return cls(name, _cut(name, "".join(sorted(set(letters) | {"?"}))))

    def glyphs(self, text: str) -> list[int]:
        """Give the glyph numbers of a text."""
        names = (self.letters.get(ord(letter), self.letters[ord("?")]) for letter in text)
        return [self.font.getGlyphID(name) for name in names]

    def encode(self, text: str) -> str:
        """Write a text as the hexadecimal string that a content stream shows."""
        return "".join(f"{glyph:04X}" for glyph in self.glyphs(text))

    def width(self, text: str, size: float) -> float:
        """Measure a text in points."""
        order = self.font.getGlyphOrder()
        advances: dict[str, tuple[int, int]] = self.font["hmtx"].metrics
        return sum(advances[order[glyph]][0] for glyph in self.glyphs(text)) * size / self.unit

    def shorten(self, text: str, *, room: float, size: float) -> str:
        """Cut a text at its end, with an ellipsis, so that it fits into the room."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(text + "…", size) > room:
            text = text[:-1]
        return text.rstrip() + "…"

    def embed(self, pdf: Pdf) -> Object:
        """Add the face to a document as a composite font, as PDF/A asks for it."""
        base = Name(f"/CSIGNA+{self.name}")
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(self._descriptor(pdf, base)),
            CIDToGIDMap=Name.Identity,
            W=self._widths(),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=Stream(pdf, self._text_map().encode("ascii")),
        )
        return pdf.make_indirect(font)

    def _descriptor(self, pdf: Pdf, base: Name) -> Dictionary:
        head, os2 = self.font["head"], self.font["OS/2"]
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=base,
            Flags=4,
            FontBBox=Array([self._mille(v) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]),
            ItalicAngle=0,
            Ascent=self._mille(self.font["hhea"].ascent),
            Descent=self._mille(self.font["hhea"].descent),
            CapHeight=self._mille(os2.sCapHeight),
            StemV=80,
            FontFile2=Stream(pdf, self.data, Length1=len(self.data)),
        )

    def _widths(self) -> Array:
        advances = self.font["hmtx"].metrics
        widths = Array([self._mille(advances[name][0]) for name in self.font.getGlyphOrder()])
        return Array([0, widths])

    def _text_map(self) -> str:
        lines = [
            f"<{self.font.getGlyphID(name):04X}> <{chr(code).encode('utf-16-be').hex().upper()}>\n"
            for code, name in sorted(self.letters.items())
        ]
        blocks = ""
        for start in range(0, len(lines), 100):
            block = lines[start : start + 100]
            blocks += f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"
        return _TO_UNICODE.format(blocks=blocks)

    def _mille(self, value: float) -> int:
        return round(value * 1000 / self.unit)


@lru_cache(maxsize=64)
def _cut(name: str, letters: str) -> bytes:
    # A sixth of a process's start, and few processes print.
    from fontTools import subset

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    font = subset.load_font(str(_FONTS / f"{name}.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    output: Any = BytesIO()
    subset.save_font(font, output, options)
    return bytes(output.getvalue())
