"""What stands beside a law: its maximum fines, and the dates of its life as picture and table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks import vocabulary
from controls.frameworks.editions import Outline, outline
from controls.frameworks.engine.timeline import GAP, WIDTH, Axis, stack
from controls.frameworks.loading import load_fines, load_shelves, load_timeline
from controls.frameworks.loading.data import FineData, TimelineEvent
from controls.frameworks.views.reading import LawView, in_force
from controls.models import Edition
from governance import days
from records.addresses import keep_moment, to
from records.pages import respond
from records.shapes import Heading, Link, Row, Status, Tone
from records.values import sentence
from records.wording import in_words

LANES: Sequence[tuple[str, Any]] = (
    ("done", gettext_lazy("Past")),
    ("next", gettext_lazy("To come")),
    ("superseded", gettext_lazy("Replaced")),
)
TONES: dict[str, Tone] = {"done": "ok", "next": "upcoming", "superseded": "neutral"}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"Art\. [0-9]+[a-z]?(\([0-9a-z]+\))*|Annex [IVX]+")
LANE_TOP, ROW_HEIGHT = 52, GAP


class LawTableView(LawView):
    """A page beside the text of a law."""

    template = ""
    title: object = ""

    def get(self, request: HttpRequest, framework: str) -> HttpResponse:
        """Answer with the page; a framework without such a table has none."""
        editions = self.editions(framework)
        edition = in_force(editions, days.day_read()) or editions[0]
        context = self.table(edition)
        if context is None:
            raise Http404
        title = str(self.title)
        context |= {
            "title": f"{edition.framework.short_title}: {title}",
            "breadcrumbs": [
                {"label": _("Frameworks"), "url": keep_moment("/frameworks/")},
                {
                    "label": edition.framework.short_title,
                    "url": keep_moment(edition.get_absolute_url()),
                },
                {"label": title, "url": ""},
            ],
            "edition": edition,
        }
        return respond(request, self.template, context)

    def table(self, edition: Edition) -> dict[str, object] | None:
        """Return what the page shows, or None where the framework has no such table."""
        raise NotImplementedError


class FinesView(LawTableView):
    """Show the maximum fines, with the rules for small enterprises."""

    template = "controls/fines.html"
    title = gettext_lazy("Fines")

    def table(self, edition: Edition) -> dict[str, object] | None:
        """Gather the table and what the file says beside it."""
        found = load_fines(edition.framework.code)
        if not found.rows:
            return None
        read = outline(edition)
        return {
            "columns": FINE_COLUMNS,
            "rows": [fine_row(fine, edition, read) for fine in found.rows],
            "doubts": [
                (fine.name, in_words(fine.uncertain_why)) for fine in found.rows if fine.uncertain
            ],
            "head": found.head,
        }


FINE_COLUMNS = [
    Heading(gettext_lazy("Breach")),
    Heading(gettext_lazy("At most")),
    Heading(gettext_lazy("Small and medium enterprises")),
    Heading(gettext_lazy("Small mid-caps")),
    Heading(gettext_lazy("Who can be fined")),
    Heading(gettext_lazy("From")),
    Heading(gettext_lazy("By, and for what")),
]


def fine_row(fine: FineData, edition: Edition, read: Outline) -> Row:
    """Tell one maximum fine."""
    breach: list[object] = [fine.name]
    if fine.uncertain:
        breach.append(Status(_("Uncertain"), "warn", fine.uncertain_why))
    whom = [sentence(word) for word in vocabulary.say_all(vocabulary.ADDRESSEES, fine.addressees)]
    return Row(
        [
            breach,
            [*amounts(fine), in_words(fine.rule)],
            in_words(fine.sme_rule),
            in_words(fine.smc_rule),
            whom,
            fine.applies_from,
            list(filter(None, [cited(fine.citation, edition, read), in_words(fine.covers)])),
        ],
        label=fine.name,
    )


def amounts(fine: FineData) -> list[str]:
    """Return the amount and the share of turnover in words."""
    found = []
    if fine.amount_eur is not None:
        amount = number_format(fine.amount_eur, use_l10n=True, force_grouping=True)
        found.append(_("EUR %(amount)s") % {"amount": amount})
    if fine.turnover_percent is not None:
        share = {"share": number_format(fine.turnover_percent), "base": fine.turnover_base}
        words = _("%(share)s %% of %(base)s") if fine.turnover_base else _("%(share)s %%")
        found.append(words % share)
    return found


def cited(citation: str, edition: Edition, read: Outline) -> object:
    """Lead to the provision that is cited, where the edition has it."""
    match = NUMBER.match(citation)
    slug = read.slugs.get(match[0]) if match else None
    if slug is None:
        return citation
    return Link(citation, keep_moment(f"{edition.get_absolute_url()}{slug}/"))


class TimelineView(LawTableView):
    """Show the dates of a law's life."""

    template = "controls/timeline.html"
    title = gettext_lazy("Timeline")

    def table(self, edition: Edition) -> dict[str, object] | None:
        """Gather picture and table."""
        found = load_timeline(edition.framework.code)
        if not found.rows:
            return None
        read = outline(edition)
        numbered = list(enumerate(sorted(found.rows, key=lambda event: event.date), 1))
        return {
            "picture": picture(numbered, days.day_read()),
            "events": [event_row(number, event, edition, read) for number, event in numbered],
            "head": found.head,
            "day": days.day_read(),
        }


def event_row(number: int, event: TimelineEvent, edition: Edition, read: Outline) -> dict[str, Any]:
    """Prepare one line of the table."""
    state = state_of(event, days.day_read())
    return {
        "number": number,
        "date": event.date,
        "event": in_words(event.event),
        "citation": cited(event.citation, edition, read),
        "status": Status(dict(LANES)[state], TONES[state]),
        "notes": [in_words(each) for each in (event.change, event.note) if each],
        "doubt": in_words(event.uncertain_why),
    }


def state_of(event: TimelineEvent, day: date) -> str:
    """Say whether a date is past on a day, to come, or was replaced by another one."""
    if event.status == "superseded":
        return "superseded"
    return "done" if event.date <= day else "next"


@dataclass(frozen=True)
class Dot:
    """One date in the picture; a replaced one points to where it was moved."""

    number: int
    x: int
    y: int
    state: str
    says: str
    moved_to: int | None = None

    @property
    def baseline(self) -> int:
        """Return where its figure is written."""
        return self.y + 4


def picture(numbered: Sequence[tuple[int, TimelineEvent]], day: date) -> dict[str, object]:
    """Set the dates along an axis: what is past, what is to come, what was replaced."""
    moved = {number: _moved_to(event) for number, event in numbered}
    days = [event.date for _number, event in numbered] + [day, *filter(None, moved.values())]
    axis = Axis.over(days)
    dots: list[Dot] = []
    lanes = []
    top = LANE_TOP
    for state, label in LANES:
        some = [(n, e) for n, e in numbered if state_of(e, day) == state]
        if not some:
            continue
        rows = stack([axis.at(event.date) for _number, event in some])
        lanes.append({"label": label, "y": top - 18})
        for (number, event), row in zip(some, rows, strict=True):
            y = top + row * ROW_HEIGHT
            end = moved[number]
            says = in_words(f"{event.date.isoformat()}: {event.event}")
            dots.append(
                Dot(number, axis.at(event.date), y, state, says, axis.at(end) if end else None)
            )
        top += (max(rows) + 1) * ROW_HEIGHT + 28
    return {
        "dots": dots,
        "lanes": lanes,
        "years": axis.years,
        "today": axis.at(day),
        "width": WIDTH,
        "height": top - 18,
    }


def _moved_to(event: TimelineEvent) -> date | None:
    """Return the day that replaced a date, where the event names one."""
    match = DAY.search(event.change)
    return date.fromisoformat(match[0]) if match else None


def tables_of(framework: str) -> Iterable[Link]:
    """Return the pages that stand beside a framework."""
    for load, name, label in (
        (load_timeline, "law-timeline", _("Timeline")),
        (load_fines, "law-fines", _("Fines")),
    ):
        if load(framework).rows:
            yield Link(label, to(name, framework))
    if load_shelves(framework):
        yield Link(_("Around the Act"), to("law-around", framework))
