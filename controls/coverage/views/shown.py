"""Coverage ready to print: bars, chapters and rows, and the same as a table."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.coverage.figures import Figures
from controls.coverage.report import LAYER_CODES, CoverageLine, CoverageReport, reports_of_newest
from controls.coverage.rules import Cover, Layer
from controls.models import Edition, FrameworkKind
from governance import days
from governance.models import Unit
from inventory.models import UseCase
from records.addresses import keep_moment, with_query, with_values
from records.lists import FileColumn
from records.remembered import remembered
from records.shapes import Link, Text

LAYERS = (Layer.RECORDED, Layer.CURRENT, Layer.VERIFIED)
WORDS = {
    Layer.RECORDED: gettext_lazy("Recorded"),
    Layer.CURRENT: gettext_lazy("Evidence current"),
    Layer.VERIFIED: gettext_lazy("Verified by a person"),
}
MEANINGS = {
    Layer.RECORDED: gettext_lazy("A control that claims it is in place here or above."),
    Layer.CURRENT: gettext_lazy("That control is also shown at work by evidence that is not old."),
    Layer.VERIFIED: gettext_lazy("And a named person signed its present state, or the evidence."),
}
SHOW_WORDS = {
    "recorded": gettext_lazy("Recorded"),
    "current": gettext_lazy("Evidence current"),
    "verified": gettext_lazy("Verified by a person"),
    "open-recorded": gettext_lazy("Open: nothing recorded"),
    "open-current": gettext_lazy("Open: no current evidence"),
    "open-verified": gettext_lazy("Open: nobody verified it"),
    "derived": gettext_lazy("Derived only"),
}
# Beyond this many rows a whole text is opened chapter by chapter.
OPEN_UP_TO = 150


@dataclass(frozen=True, slots=True)
class CoverageBar:
    """One layer over some provisions, with the list behind each of its numbers."""

    label: Text
    direct: int
    derived: int
    whole: int
    url: str
    derived_url: str = ""
    meaning: Text = ""

    @property
    def width(self) -> str:
        """Return the share of what is claimed, as a length of the picture."""
        return self._share(self.direct)

    @property
    def derived_width(self) -> str:
        """Return the share of what is only derived."""
        return self._share(self.derived)

    def _share(self, count: int) -> str:
        return f"{100 * count / self.whole:.1f}" if self.whole else "0"


@dataclass(frozen=True, slots=True)
class LayerMark:
    """How a provision stands at one layer: sign and word."""

    code: str
    icon: str
    word: Text


MARKS = {
    mark.code: mark
    for mark in (
        LayerMark("yes", "circle-check", gettext_lazy("in full")),
        LayerMark("part", "check", gettext_lazy("in part")),
        LayerMark("derived", "git-compare", gettext_lazy("derived only")),
        LayerMark("no", "minus", gettext_lazy("open")),
    )
}


@dataclass(frozen=True, slots=True)
class ProvisionCoverage:
    """One provision of the page: for each layer whether it is reached, directly or derived."""

    code: str
    title: str
    url: str
    level: int
    counts: bool
    marks: tuple[LayerMark, ...]
    controls: int
    derived_controls: int


@dataclass(frozen=True, slots=True)
class CoverageChapter:
    """A part of the text with its own figures; `rows` are left out where it stands closed."""

    title: str
    anchor: str
    bars: tuple[CoverageBar, ...]
    rows: tuple[ProvisionCoverage, ...]
    url: str


class CoverageRequest:
    """What an address asks of coverage."""

    def __init__(self, request: HttpRequest, found: CoverageReport, show: str) -> None:
        self.request = request
        self.report = found
        self.show = show
        self.base = found.edition.get_absolute_url()

    def chapters(self) -> list[CoverageChapter]:
        """Return the chapters that hold anything, in reading order."""
        shown = self.report.shown(self.show)
        is_long = len(shown) > OPEN_UP_TO
        asked = self.request.GET.get("chapter", "")
        made = []
        for title, tops in self._parts():
            lines = [line for line in shown if line.top in tops]
            anchor = slugify(title) or "text"
            is_open = not is_long or asked == anchor
            if lines:
                made.append(self._chapter(title, tops, lines, is_open=is_open))
        return made

    def _chapter(
        self, title: str, tops: Collection[str], lines: Sequence[CoverageLine], *, is_open: bool
    ) -> CoverageChapter:
        anchor = slugify(title) or "text"
        rows = tuple(self._row(line) for line in lines) if is_open else ()
        # The figures speak of the whole chapter, also where the list is narrowed.
        whole = [line for line in self.report.lines if line.top in tops]
        url = "" if is_open else f"{with_query(self.request, chapter=anchor)}#{anchor}"
        return CoverageChapter(title, anchor, self.bars(whole, f"#{anchor}"), rows, url)

    def _parts(self) -> Iterator[tuple[str, frozenset[str]]]:
        edition = self.report.edition
        named: set[str] = set()
        for part in edition.parts_of_text:
            named.update(part["top"])
            yield part["title"], frozenset(part["top"])
        rest = frozenset(line.top for line in self.report.lines) - named
        if rest:
            yield edition.title, rest

    def _row(self, line: CoverageLine) -> ProvisionCoverage:
        cover = self.report.covers[line.code]
        reached = [path for path in cover.paths if path.layer]
        return ProvisionCoverage(
            line.code,
            line.title,
            keep_moment(f"{self.base}{line.slug}/#our-controls"),
            min(line.depth, 3),
            line.counts,
            tuple(MARKS[_cell(cover, layer)] for layer in LAYERS),
            len({path.control for path in reached if not path.is_derived}),
            len({path.control for path in reached if path.is_derived}),
        )

    def bars(
        self, lines: Sequence[CoverageLine] | None = None, anchor: str = ""
    ) -> tuple[CoverageBar, ...]:
        """Return the three layers with the lists behind them."""

        def narrowed(show: str) -> str:
            return with_query(self.request, show=show, chapter=None) + anchor

        return bars(self.report.figures(lines), narrowed)

    def open_links(self) -> list[Link]:
        """Lead to what is open at each layer."""
        found = self.report.figures()
        return [
            Link(
                SHOW_WORDS[f"open-{LAYER_CODES[layer]}"],
                with_query(self.request, show=f"open-{LAYER_CODES[layer]}", chapter=None),
                str(found.whole - found.of(layer).direct),
            )
            for layer in LAYERS
        ]


def bars(found: Figures, narrowed: Callable[[str], str]) -> tuple[CoverageBar, ...]:
    """Draw the three layers; `narrowed` returns the address of the list behind a figure."""
    return tuple(
        CoverageBar(
            WORDS[layer],
            found.of(layer).direct,
            found.of(layer).derived,
            found.whole,
            narrowed(LAYER_CODES[layer]),
            narrowed("derived"),
            MEANINGS[layer],
        )
        for layer in LAYERS
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """One framework with its three layers, for pages that show several."""

    title: str
    anchor: str
    url: str
    bars: tuple[CoverageBar, ...]


def summaries(place: Unit | UseCase, scope: str = "") -> list[Summary]:
    """Tell coverage of every framework in its edition in force: laws, standards, guidance.

    The pages behind it speak of the topmost unit, unless `scope` names the place.
    """
    figures = remembered("coverage of all", lambda: _figures(place), place.ref, days.day_read())
    editions = Edition.objects.select_related("framework").in_bulk(figures)
    listed = sorted(editions.values(), key=_binding_first)
    return [_summary(edition, figures[edition.pk], scope) for edition in listed]


def _figures(place: Unit | UseCase) -> dict[UUID, Figures]:
    return {found.edition.pk: found.figures() for found in reports_of_newest(place)}


def _binding_first(edition: Edition) -> tuple[int, str]:
    framework = edition.framework
    return list(FrameworkKind).index(FrameworkKind(framework.kind)), framework.code


def _summary(edition: Edition, found: Figures, scope: str) -> Summary:
    url = keep_moment(f"{edition.get_absolute_url()}coverage/")
    if scope:
        url = with_values(url, scope=scope)

    def narrowed(show: str) -> str:
        return with_values(url, show=show)

    anchor = f"coverage-{edition.framework.code}"
    return Summary(edition.framework.short_title, anchor, url, bars(found, narrowed))


def _cell(cover: Cover, layer: Layer) -> str:
    """Say in one word how a provision stands at a layer."""
    if cover.fully >= layer:
        return "yes"
    if cover.direct >= layer:
        return "part"
    return "derived" if cover.derived >= layer else "no"


def columns(found: CoverageReport) -> Sequence[FileColumn[CoverageLine]]:
    """Return the columns of the file: the three layers and the controls of each provision."""
    layers = [(WORDS[layer], partial(_mark, found, layer)) for layer in LAYERS]
    return (
        (_("Number"), lambda line: line.code),
        (_("Title"), lambda line: line.title),
        *layers,
        (_("Controls"), lambda line: _controls(found, line, derived=False)),
        (_("Derived from"), lambda line: _controls(found, line, derived=True)),
    )


def _mark(found: CoverageReport, layer: Layer, line: CoverageLine) -> str:
    return str(MARKS[_cell(found.covers[line.code], layer)].word)


def _controls(found: CoverageReport, line: CoverageLine, *, derived: bool) -> str:
    paths = [path for path in found.covers[line.code].paths if path.is_derived == derived]
    return "; ".join(dict.fromkeys(f"{p.control} ({LAYER_CODES[p.layer]})" for p in paths))
