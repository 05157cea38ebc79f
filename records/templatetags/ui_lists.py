"""Components of lists: table, filters, pager, charts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from records.shapes import Bar, Chip, Heading, Pager, Row, Text
from records.templatetags.cells import as_cell, is_number
from records.templatetags.signs import sign

register = template.Library()

FILTERS_IN_SIGHT = 4
COLUMNS_IN_SIGHT = 7


class RowPrinter:
    """Print the rows of one table: what is the same in each is worked out once.

    A page has hundreds of cells; a template that runs through them takes a third of its time.
    """

    def __init__(
        self, columns: Sequence[Heading], aligns: Sequence[str], *, select: str, peeks: bool
    ) -> None:
        self.select, self.peeks = select, peeks
        # On a narrow screen a row is a card: each value bears the label of its column.
        self.starts = [
            format_html(
                '<td role="cell" class="cell-{}" data-label="{}">', align, str(column.label)
            )
            for column, align in zip(columns, aligns, strict=True)
        ]
        self.tick, self.glance = gettext("Select %(row)s"), gettext("%(row)s at a glance")
        self.eye = sign("eye")

    def html(self, row: Row) -> SafeString:
        """Print one row."""
        head, *others = (as_cell(value).html for value in row.cells)
        label = conditional_escape(str(row.label))
        parts = ['<tr role="row" class="row-muted">' if row.muted else '<tr role="row">']
        if self.select:
            parts.append(self._box(row, label))
        parts += ['<th role="rowheader" scope="row">', head, "</th>"]
        for start, cell in zip(self.starts[1:], others, strict=True):
            parts += [start, cell, "</td>\n"]
        if self.peeks:
            parts += ['<td role="cell" class="table-peek">', self._peek(row, label), "</td>"]
        return SafeString("".join([*parts, "</tr>\n"]))

    def _box(self, row: Row, label: str) -> str:
        return format_html(
            '<td role="cell" class="table-select"><label><input type="checkbox" '
            'class="form-check-input" name="{}" value="{}"><span class="sr-only">{}</span>'
            "</label></td>",
            self.select, row.key, SafeString(self.tick % {"row": label}),
        )  # fmt: skip

    def _peek(self, row: Row, label: str) -> str:
        if not row.peek_url:
            return ""
        return format_html(
            '<a class="button button-quiet button-icon" href="{0}" hx-get="{0}" '
            'hx-target="#peek" hx-swap="innerHTML" aria-haspopup="dialog">{1}'
            '<span class="sr-only">{2}</span></a>',
            row.peek_url, self.eye, SafeString(self.glance % {"row": label}),
        )  # fmt: skip


@register.inclusion_tag("components/table.html")
def table(
    columns: Sequence[Heading],
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
    peeks = any(row.peek_url for row in rows)
    printer = RowPrinter(columns, aligns, select=select, peeks=peeks)
    return {
        "columns": list(zip(columns, aligns, strict=True)),
        "rows": SafeString("".join(printer.html(row) for row in rows)),
        "caption": caption,
        "select": select,
        "peeks": peeks,
        "wide": wide or len(columns) > COLUMNS_IN_SIGHT,
    }


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
