"""One way to print any value: tables and facts show the same date, link or status alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records.templatetags.shapes import Digest, Link, PersonChip, Status

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
