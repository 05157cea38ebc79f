"""Charts as drawings with a title; each stands beside the table that has its numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK, ACCENT = "#16202c", "#1f5fa8"
# Told apart without colour too: dark, middle, light, hatched, empty, pale. The second is its text.
FILLS = (
    (INK, "#ffffff"),
    (ACCENT, "#ffffff"),
    ("#b5cbe4", INK),
    ("hatched", INK),
    ("#ffffff", INK),
    ("#e3e7ec", INK),
)
WIDTH, NAMES, SUM = 470.0, 190.0, 34.0
ROW, BAR, LINE, SIZE = 19.0, 13.0, 13.0, 7.5
# What a letter takes at most, at that size.
LETTER = 4.3


@dataclass(frozen=True)
class ChartBar:
    """A row of a chart: its name, and a number for each part."""

    name: str
    numbers: Sequence[int]

    @property
    def sum(self) -> int:
        """Return how long it is."""
        return sum(self.numbers)


def stacked_bars(title: str, parts: Sequence[str], bars: Sequence[ChartBar]) -> SafeString:
    """Draw a bar for each row, made of its parts; nothing where there is nothing to count.

    The title is read to those who cannot see it, with all numbers. One part alone has no legend.
    """
    longest = max((bar.sum for bar in bars), default=0)
    if not longest:
        return SafeString("")
    names = min(NAMES, LETTER * max(len(bar.name) for bar in bars) + 8)
    legend, top = _legend(parts) if len(parts) > 1 else ("", 0.0)
    scale = (WIDTH - names - SUM) / longest
    rows = "".join(
        "".join(_bar(bar, top + ROW * place, names, scale)) for place, bar in enumerate(bars)
    )
    height = top + ROW * len(bars)
    return mark_safe(  # noqa: S308  all texts are escaped, the rest is numbers
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="{WIDTH:g}"'
        f' height="{height:g}" viewBox="0 0 {WIDTH:g} {height:g}">'
        f"<title>{escape(_told(title, parts, bars))}</title>{legend}{rows}</svg>"
    )


def _told(title: str, parts: Sequence[str], bars: Sequence[ChartBar]) -> str:
    return f"{title}: " + "; ".join(f"{bar.name}: {_numbers(bar, parts)}" for bar in bars)


def _numbers(bar: ChartBar, parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return str(bar.sum)
    named = zip(parts, bar.numbers, strict=True)
    return ", ".join(f"{part} {number}" for part, number in named if number) or "0"


def _legend(parts: Sequence[str]) -> tuple[str, float]:
    """Write what each fill means, in as many lines as it takes."""
    drawn, x, y = "", 0.0, 0.0
    for place, part in enumerate(parts):
        width = 14 + LETTER * len(part) + 10
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE
        drawn += "".join(_box(place, x, y + 1.5, 9, 8)) + _text(part, x + 13, y + 8.5)
        x += width
    return drawn, y + LINE + 4


def _bar(bar: ChartBar, y: float, names: float, scale: float) -> Iterator[str]:
    room = int(NAMES / LETTER) - 2
    name = bar.name if len(bar.name) <= room else f"{bar.name[: room - 1]}…"
    yield _text(name, 0, y + 9.5)
    x = names
    for place, number in enumerate(bar.numbers):
        width = number * scale
        if not number:
            continue
        yield from _box(place, x, y, width, BAR)
        if len(bar.numbers) > 1 and width > LETTER * (len(str(number)) + 1.5):
            yield from _number(place, str(number), x + width / 2, y)
        x += width
    yield _text(str(bar.sum), x + 5, y + 9.5, weight=600)


def _number(place: int, number: str, x: float, y: float) -> Iterator[str]:
    fill, ink = FILLS[place % len(FILLS)]
    if fill == "hatched":
        width = LETTER * len(number) + 4
        start = f"M{x - width / 2:.1f} {y + 1.5:.1f}"
        yield f'<path fill="#ffffff" d="{start}h{width:.1f}v10h-{width:.1f}z"/>'
    yield _text(number, x, y + 9.5, fill=ink, anchor="middle")


def _box(place: int, x: float, y: float, width: float, height: float) -> Iterator[str]:
    fill = FILLS[place % len(FILLS)][0]
    shape = f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h-{width:.1f}z"
    solid = "#ffffff" if fill == "hatched" else fill
    yield f'<path fill="{solid}" stroke="{INK}" stroke-width="0.5" d="{shape}"/>'
    if fill == "hatched":
        lines = _hatch(x, y, width, height)
        yield f'<path fill="none" stroke="{INK}" stroke-width="0.6" d="{lines}"/>'


def _hatch(x: float, y: float, width: float, height: float) -> str:
    """Draw slanting lines that end at the edges: a pattern would lose the tags of its page."""
    lines = []
    at = 3.0
    while at < width + height:
        start, end = max(0.0, at - height), min(width, at)
        lines.append(f"M{x + start:.1f} {y + at - start:.1f}L{x + end:.1f} {y + at - end:.1f}")
        at += 3.5
    return "".join(lines)


def _text(
    words: str, x: float, y: float, *, fill: str = INK, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="Inter" font-size="{SIZE:g}"'
        f' font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )
