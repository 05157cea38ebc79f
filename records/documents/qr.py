"""QR codes as drawings with a title, the same in page and PDF."""

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, title: str) -> SafeString:
    """Draw a text as QR code; `title` is read to those who cannot see it."""
    code = segno.make(text, error="m", micro=False)
    side = code.symbol_size(border=0)[0]
    runs = "".join(_runs(code))
    return mark_safe(  # noqa: S308  the title is escaped, the rest is digits
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" width="{side}"'
        f' height="{side}" viewBox="0 0 {side} {side}"><title>{escape(title)}</title>'
        f'<path fill="#16202c" d="{runs}"/></svg>'
    )


def _runs(code: segno.QRCode) -> list[str]:
    """Write each run of dark modules in a row as one bar."""
    bars = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                bars.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return bars
