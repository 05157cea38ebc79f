"""The text of an edition as rows under its chapters, narrowed by the filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from controls.frameworks import vocabulary
from controls.frameworks.rules import ProvisionStanding, is_route
from controls.frameworks.views.reading import CHANGED, standing_status
from controls.models import Edition, Provision, ProvisionStatus
from records.addresses import keep_moment
from records.shapes import Status
from records.values import sentence


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """One provision, or a heading above some, ready to print."""

    code: str
    slug: str
    title: str
    url: str
    summary: str
    level: int
    is_group: bool
    is_hit: bool
    is_gone: bool
    about: str
    standing: Status | None
    dates: Sequence[str]
    change: str
    change_tone: str
    doubt: str


@dataclass(slots=True)
class TextChapter:
    """A part of the text with the rows that are shown of it."""

    title: str
    anchor: str
    rows: list[ProvisionRow] = field(default_factory=list)
    count: int = 0
    changed: int = 0
    doubts: int = 0


class TreeFilter:
    """Decide which provisions are shown; `asked` are the cleaned values of the filters."""

    def __init__(self, asked: dict[str, Any], day: date) -> None:
        self.asked = {name: value for name, value in asked.items() if value}
        self.day = day
        self.words = str(self.asked.get("q", "")).casefold().split()
        self.number = _compact(str(self.asked.get("q", "")))
        # A day that was asked for goes along to the pages of single provisions.
        on = urlencode({"on": day.isoformat()}) if "on" in self.asked else ""
        self.query = keep_moment(f"/?{on}" if on else "/").removeprefix("/")

    @property
    def is_on(self) -> bool:
        """Say whether anything is left out beside what a later edition brings."""
        return bool(self.asked.keys() - {"on"})

    def keep(self, provisions: Sequence[Provision]) -> set[Any]:
        """Return the keys of what matches; a number that exists is meant as a number."""
        hits = [p for p in provisions if self._matches(p)]
        if self.number:
            numbered = [p for p in hits if _begins(_compact(p.code), self.number)]
            hits = numbered or [p for p in hits if self._says(p)]
        return {p.pk for p in hits}

    def _matches(self, provision: Provision) -> bool:
        asked = self.asked
        # What a later edition inserts is shown only where somebody asks for it.
        wants_absent = "status" in asked or asked.get("standing") == "gone"
        return (
            (wants_absent or provision.status != ProvisionStatus.ABSENT)
            and asked.get("kind") in (None, provision.kind)
            and asked.get("status") in (None, provision.status)
            and asked.get("uncertain") in (None, "yes" if provision.uncertain else "no")
            and _holds(provision.addressees, asked.get("addressee"))
            and _holds(provision.applies_to, asked.get("applies_to"))
            and self._stands(provision)
        )

    def _stands(self, provision: Provision) -> bool:
        asked = self.asked.get("standing")
        if asked is None:
            return True
        if provision.is_heading:
            return False
        return bool(provision.standing_on(self.day).state == asked)

    def _says(self, provision: Provision) -> bool:
        change = provision.extra.get("change", "")
        text = f"{provision.code} {provision.title} {provision.summary} {change}".casefold()
        return all(word in text for word in self.words)


def _holds(words: Sequence[str], asked: str | None) -> bool:
    return asked is None or asked in words


def _compact(text: str) -> str:
    """Bring "art 9 (2)" and "Art. 9(2)" to one form."""
    return "".join(text.casefold().replace("article", "art").split()).replace("art.", "art")


def _begins(code: str, number: str) -> bool:
    """Say whether a number begins with another one: Art. 9(2) with Art. 9, but not Art. 91."""
    rest = code.removeprefix(number)
    return code.startswith(number) and not (rest[:1].isalnum() and number[-1:].isalnum())


def chapters(
    edition: Edition, provisions: Sequence[Provision], narrowing: TreeFilter
) -> list[TextChapter]:
    """Return the chapters that have anything to show."""
    by_key = {p.pk: p for p in provisions}
    groups = {p.parent_id for p in provisions}
    hits = narrowing.keep(provisions)
    shown = hits | {above for key in hits for above in _above(by_key[key], by_key)}
    address = f"{edition.get_absolute_url()}{{}}/{narrowing.query}"
    found = {}
    for chapter, provision in _placed(edition, provisions, by_key):
        if provision.pk not in shown:
            continue
        is_group = provision.is_heading or provision.pk in groups
        url = address.format(provision.slug)
        row = row_of(
            provision, narrowing.day, url=url, is_group=is_group, is_hit=provision.pk in hits
        )
        found[chapter.title] = chapter
        chapter.rows.append(row)
        _count(chapter, provision, is_hit=row.is_hit)
    return list(found.values())


def _above(provision: Provision, by_key: dict[Any, Provision]) -> Iterable[Any]:
    while provision.parent_id is not None:
        yield provision.parent_id
        provision = by_key[provision.parent_id]


def _placed(
    edition: Edition, provisions: Sequence[Provision], by_key: dict[Any, Provision]
) -> Iterable[tuple[TextChapter, Provision]]:
    """Yield each provision in reading order with the chapter its topmost one belongs to."""
    made = {
        part["title"]: TextChapter(part["title"], slugify(part["title"]))
        for part in edition.parts_of_text
    }
    chapter_of = {
        code: made[part["title"]] for part in edition.parts_of_text for code in part["top"]
    }
    rest = TextChapter(edition.title, "text")
    for provision in provisions:
        top = provision
        while top.parent_id is not None:
            top = by_key[top.parent_id]
        yield chapter_of.get(top.code, rest), provision


def _count(chapter: TextChapter, provision: Provision, *, is_hit: bool) -> None:
    if not is_hit or provision.is_heading:
        return
    chapter.count += 1
    chapter.changed += provision.status in CHANGED
    chapter.doubts += provision.uncertain


def row_of(
    provision: Provision, day: date, *, url: str, is_group: bool, is_hit: bool
) -> ProvisionRow:
    """Prepare one provision, as it stands on the day."""
    standing = provision.standing_on(day)
    changed = provision.status in CHANGED
    return ProvisionRow(
        code=provision.code,
        slug=provision.slug,
        title=provision.title,
        url=url,
        summary=provision.summary,
        level=min(provision.depth, 3),
        is_group=is_group,
        is_hit=is_hit,
        is_gone=not provision.exists_here,
        about=_about_of(provision),
        standing=standing_status(standing),
        dates=dates_in_short(provision, standing),
        change=sentence(str(provision.get_status_display())) if changed else "",
        change_tone=CHANGED.get(provision.status, "neutral"),
        doubt=provision.uncertain_why,
    )


def _about_of(provision: Provision) -> str:
    words = _about(provision.kind, tuple(provision.addressees), get_language() or "")
    asked = provision.extra.get("documented_information", {})
    return f"{words}. {_('Must be documented')}" if asked.get("status") == "mandatory" else words


@lru_cache(maxsize=2000)
def _about(kind: str, addressees: tuple[str, ...], _language: str) -> str:
    if kind == "heading":
        return ""
    words = sentence(vocabulary.say(vocabulary.KINDS, kind))
    if not addressees:
        return words
    whom = ", ".join(vocabulary.say_all(vocabulary.ADDRESSEES, addressees))
    return _("%(kind)s for %(whom)s") % {"kind": words, "whom": whom}


def dates_in_short(provision: Provision, standing: ProvisionStanding) -> list[str]:
    """Return the days that matter, one a route; a single day needs no name of its route."""
    routes = {route: day for route, day in provision.applies_from.items() if is_route(route)}
    if standing.state in {"undated", "gone"}:
        return []
    if len(routes) == 1 and "all" in routes:
        return [_day_from(routes["all"], get_language() or "")]
    return [
        f"{_day_from(day, get_language() or '')} ({vocabulary.say(vocabulary.SHORT_ROUTES, route)})"
        for route, day in sorted(routes.items(), key=lambda item: item[1])
    ]


@lru_cache(maxsize=500)
def _day_from(day: str, _language: str) -> str:
    return _("from %(day)s") % {"day": date_format(date.fromisoformat(day))}
