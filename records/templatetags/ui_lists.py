"""Components of lists: table, filters, pager, charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from records.templatetags.cells import as_cell, is_number
from records.templatetags.shapes import Bar, Chip, Column, Pager, Row, Text

register = template.Library()

FILTERS_IN_SIGHT = 4
COLUMNS_IN_SIGHT = 7


@dataclass(frozen=True, slots=True)
class RowShown:
    """Hold a row whose values are ready to print."""

    row: Row
    heading: SafeString
    cells: Sequence[tuple[SafeString, str, Text]]


@register.inclusion_tag("components/table.html")
def table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: Text,
    select: str = "",
    wide: bool = False,
) -> dict[str, object]:
    """Show rows under sortable headings.

    `select` names the boxes for bulk work; `wide` lets the table scroll in a box of its own.
    """
    first = rows[0].cells if rows else [None] * len(columns)
    aligns = [
        "end" if is_number(value) else column.align
        for column, value in zip(columns, first, strict=True)
    ]
    return {
        "columns": list(zip(columns, aligns, strict=True)),
        "rows": [_row(row, aligns, columns) for row in rows],
        "caption": caption,
        "select": select,
        "peeks": any(row.peek_url for row in rows),
        "wide": wide or len(columns) > COLUMNS_IN_SIGHT,
    }


def _row(row: Row, aligns: Sequence[str], columns: Sequence[Column]) -> RowShown:
    cells = [as_cell(value).html for value in row.cells]
    # On a narrow screen a row is a card: each value bears the label of its column.
    labels = [column.label for column in columns]
    return RowShown(row, cells[0], list(zip(cells[1:], aligns[1:], labels[1:], strict=True)))


@register.inclusion_tag("components/cell.html")
def cell(value: object) -> dict[str, object]:
    """Print one value the way tables and facts do."""
    return {"cell": as_cell(value)}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(
    fields: Sequence[BoundField],
    *,
    action: str = "",
    search: BoundField | None = None,
    keep: Mapping[str, str] | None = None,
    target: str = "#results",
) -> dict[str, object]:
    """Narrow a list: search and the first filters in sight, the others folded away."""
    return {
        "search": search,
        "fields": fields[:FILTERS_IN_SIGHT],
        "more": fields[FILTERS_IN_SIGHT:],
        "more_in_use": any(field.value() for field in fields[FILTERS_IN_SIGHT:]),
        "action": action,
        "keep": dict(keep or {}),
        "target": target,
    }


@register.inclusion_tag("components/chips.html")
def chips(items: Sequence[Chip], clear_url: str = "") -> dict[str, object]:
    """Show which filters are on, each with the way to drop it."""
    return {"chips": items, "clear_url": clear_url}


@register.inclusion_tag("components/pager.html")
def pager(item: Pager, label: Text = "") -> dict[str, object]:
    """Turn the pages of a list."""
    return {"pager": item, "label": label}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(items: Sequence[Bar], *, title: Text, unit: Text = "") -> dict[str, object]:
    """Draw horizontal bars in proportion to the longest, with the same figures as a table."""
    longest = max((item.value for item in items), default=0)
    return {
        "title": title,
        "unit": unit,
        "bars": [(item, percent_of(item.value, longest)) for item in items],
    }


def percent_of(value: int | Decimal, whole: int | Decimal) -> str:
    """Work out a share as an SVG length; any value above nothing stays visible."""
    if whole <= 0 or value <= 0:
        return "0"
    return f"{max(Decimal(1), Decimal(value) * 100 / Decimal(whole)):.1f}%"
