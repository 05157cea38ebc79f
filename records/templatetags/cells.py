"""One way to print any value: tables and facts show the same date, link or status alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from records.shapes import Digest, Link, PersonChip, Status
from records.templatetags.ui_moments import day, moment
from records.wording import figure

KINDS: tuple[tuple[type, str], ...] = (
    (bool, "yesno"),
    (int, "number"),
    (Decimal, "number"),
    (datetime, "moment"),
    (date, "day"),
    (Status, "status"),
    (Link, "link"),
    (PersonChip, "person"),
    (Digest, "digest"),
    (SafeString, "html"),
    (str, "text"),
    (Promise, "text"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold a value and the way it is printed; `items` are the cells of a list."""

    kind: str
    value: object = ""
    items: Sequence["Cell"] = field(default=())

    @property
    def html(self) -> SafeString:
        """Return the value as it is printed; no template is rendered for each of hundreds."""
        return PRINTED[self.kind](self)


def as_cell(value: object) -> Cell:
    """Choose how a value is printed by its type."""
    if isinstance(value, Cell):
        return value
    if value is None or value == "" or value in ((), []):
        return Cell("empty")
    if isinstance(value, list | tuple):
        return Cell("list", items=[as_cell(item) for item in value])
    kind = next((kind for known, kind in KINDS if isinstance(value, known)), "text")
    if kind == "yesno":
        return Cell("text", _("Yes") if value else _("No"))
    return Cell(kind, value)


def is_number(value: object) -> bool:
    """Say whether a value is set in figures, which stand at the end of their column."""
    return as_cell(value).kind == "number"


def _link(cell: Cell) -> SafeString:
    link: Any = cell.value
    more = EXTERNAL if link.external else ""
    note = format_html(' <span class="cell-note">{}</span>', link.note) if link.note else ""
    mark = _one("source", link.source, link.label) if link.source else ""
    return format_html('<a href="{}"{}>{}</a>{}{}', link.url, more, link.label, mark, note)


EXTERNAL = SafeString(' rel="noopener noreferrer" class="external"')


def _status(cell: Cell) -> SafeString:
    status: Any = cell.value
    return _drawn("status", str(status.word), status.tone, str(status.detail))


def _person(cell: Cell) -> SafeString:
    chip: Any = cell.value
    name, role = str(chip.name), str(chip.role)
    return _drawn("person_chip", name, role, chip.url, chip.initials, chip.active)


def _digest(cell: Cell) -> SafeString:
    digest: Any = cell.value
    return _one("digest", digest.value, digest.label)


SHAPES: Mapping[str, type] = {"status": Status, "person_chip": PersonChip}


@lru_cache(maxsize=4_000)
def _drawn_in(_language: str | None, tag: str, *values: Any) -> SafeString:
    """Draw a component once for all cells that show the same."""
    return _one(tag, SHAPES[tag](*values))


def _drawn(tag: str, *values: Any) -> SafeString:
    return _drawn_in(get_language(), tag, *values)


@lru_cache
def _template(tag: str, count: int) -> template.Template:
    names = " ".join(f"value{number}" for number in range(count))
    return template.Template(f"{{% load ui %}}{{% {tag} {names} %}}")


def _one(tag: str, *values: Any) -> SafeString:
    named = {f"value{number}": value for number, value in enumerate(values)}
    return _template(tag, len(values)).render(template.Context(named))


def _list(cell: Cell) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((item.html,) for item in cell.items))
    return format_html('<ul class="cell-list">{}</ul>', items)


def _nothing(_cell: Cell) -> SafeString:
    return format_html(
        '<span class="cell-empty"><span aria-hidden="true">–</span>'
        '<span class="sr-only">{}</span></span>',
        _("not given"),
    )


def _number(cell: Cell) -> SafeString:
    number: Any = cell.value
    return format_html('<span class="number">{}</span>', figure(number))


def _plain(made: Callable[[Any], Any]) -> Callable[[Cell], SafeString]:
    return lambda cell: conditional_escape(made(cell.value))


PRINTED: Mapping[str, Callable[[Cell], SafeString]] = {
    "text": _plain(str),
    "html": _plain(lambda value: value),
    "link": _link,
    "status": _status,
    "person": _person,
    "digest": _digest,
    "list": _list,
    "empty": _nothing,
    "number": _number,
    "moment": _plain(moment),
    "day": _plain(day),
}
