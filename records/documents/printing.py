"""Lay out one piece of markup as tagged PDF; runs only inside a printing process."""

import gc
import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import weasyprint  # noqa: TID251  the one place that prints
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration  # noqa: TID251
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: TID251

from records.documents import finisher, markup
from records.documents.parts import PrintedHeading

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE = STATIC / "css" / "print.css"
FACES = {f"asset:fonts/Inter-{weight}.ttf": weight for weight in (400, 600, 700)}
_VARIANT = {"pdf_variant": "pdf/a-3a", "output_intent": "srgb", "pdf_version": "1.7"}


@dataclass(frozen=True)
class Print:
    """What one job became."""

    pdf: bytes
    pages: int
    headings: tuple[PrintedHeading, ...]


class Fetcher(URLFetcher):
    """Hand out the bundled faces and inline pictures; anything else stops the printing."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a bundled face or the bytes of a data: address."""
        if url in FACES:
            face = STATIC / "fonts" / f"Inter-{FACES[url]}.ttf"
            return URLFetcherResponse(url, face.read_bytes(), {"Content-Type": "font/ttf"})
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        raise PermissionError(url)


class Printer:
    """Hold what is dear to set up: the style sheet, the faces and the letters they can draw."""

    def __init__(self) -> None:
        self.fetcher = Fetcher()
        self.fonts = FontConfiguration()
        faces = "".join(
            f'@font-face{{font-family:Inter;font-weight:{weight};src:url("{url}")}}'
            for url, weight in FACES.items()
        )
        self.sheet = weasyprint.CSS(
            string=faces + STYLE.read_text("utf-8"),
            base_url="asset:",
            url_fetcher=self.fetcher,
            font_config=self.fonts,
        )
        cmap = TTFont(STATIC / "fonts" / "Inter-400.ttf", lazy=True).getBestCmap()
        self.drawable = frozenset(cmap)

    def print(self, html: str, *, prefix: str) -> Print:
        """Print markup; `prefix` keeps its header ids apart from those of other pieces."""
        source = weasyprint.HTML(string=html, base_url="asset:", url_fetcher=self.fetcher)
        markup.prepare(source.etree_element, prefix=prefix, drawable=self.drawable)
        document = source.render(font_config=self.fonts, stylesheets=[self.sheet], **_VARIANT)
        output = BytesIO()
        document.write_pdf(
            output,
            finisher=lambda laid_out, pdf: finisher.finish(laid_out, pdf, prefix=prefix),
            pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode(),
            **_VARIANT,
        )
        result = Print(
            pdf=output.getvalue(),
            pages=len(document.pages),
            headings=tuple(_headings(source.etree_element, document)),
        )
        del document, source
        gc.collect()  # the collector is off while printing: a fifth of the time otherwise
        return result


def _headings(root: Element, document: weasyprint.Document) -> list[PrintedHeading]:
    pages = {
        anchor: number for number, page in enumerate(document.pages) for anchor in page.anchors
    }
    return [
        PrintedHeading(level=level, text=text, anchor=anchor, page=pages[anchor])
        for level, text, anchor in markup.headings(root)
        if anchor in pages
    ]
