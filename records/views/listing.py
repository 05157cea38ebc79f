"""What list, export and API share: which rows are asked for, in which order and columns."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from records import filters
from records.actors import Actor
from records.addresses import with_query
from records.columns import Column, joined
from records.kinds import RecordKind
from records.templatetags.shapes import Chip, PageLink, Pager
from records.templatetags.shapes import Column as Heading
from records.templatetags.ui_moments import figure

PAGE_SIZE = 50
# Counting stops here: an exact number of many rows would cost more than it tells.
COUNTED_AT_MOST = 10_000


@lru_cache(maxsize=200)
def filter_set_of(kind: RecordKind) -> type[filters.RecordFilterSet]:
    """Return the filters of a kind, made once."""
    return filters.filter_set(kind.model, kind.all_filters, kind.search)


@dataclass(frozen=True)
class Page:
    """The records of one page, how many there are in all, and which page it is."""

    records: Sequence[Any]
    count: int
    number: int


class Listing:
    """One list as an address asks for it; `whole` brings along what any column might show."""

    def __init__(
        self,
        kind: RecordKind,
        request: HttpRequest,
        actor: Actor,
        needs: str = "view",
        *,
        query: QueryDict | None = None,
        whole: bool = False,
    ) -> None:
        self.kind = kind
        self.request = request
        self.actor = actor
        self.query = request.GET if query is None else query
        base = kind.queryset(actor, needs, showing=None if whole else self._in_use())
        self.filters = filter_set_of(kind)(self.query, queryset=base, request=request)
        self.is_valid = self.filters.form.is_valid()
        searched = with_query(request, page=None, find=None).partition("?")[2]
        filters.ready_menus(self.filters, searched, partial(kind.url, "choices"))

    def _in_use(self) -> set[str]:
        """Name the columns that are shown or sorted by, and the filters that are on."""
        filtered = {name for name, given in self.query.lists() if any(given)}
        return {column.key for column in self.chosen} | filtered | {self.sort.lstrip("-")}

    @property
    def chosen(self) -> list[Column]:
        """Return the columns asked for, else those the kind shows."""
        wanted = [key for text in self.query.getlist("columns") for key in text.split(",")]
        known = {column.key: column for column in self.kind.all_columns}
        chosen = [known[key] for key in dict.fromkeys(wanted) if key in known]
        return chosen or [column for column in self.kind.all_columns if column.shown]

    @property
    def sort(self) -> str:
        """Return the sort asked for, if a column allows it."""
        asked = self.query.get("sort", "")
        return asked if asked.lstrip("-") in self._orders() else ""

    def _orders(self) -> dict[str, str]:
        return {column.key: column.sort for column in self.kind.all_columns if column.sort}

    def rows(self, columns: Sequence[Column]) -> Any:
        """Return the records asked for, joined with what the columns show, in order."""
        if not self.is_valid:
            return self.kind.model._base_manager.none()
        order = []
        if self.sort:
            expression = self._orders()[self.sort.lstrip("-")]
            order.append(f"-{expression}" if self.sort.startswith("-") else expression)
        return joined(self.filters.qs, columns).order_by(*order, "-id")

    def page(self, columns: Sequence[Column], *, size: int = PAGE_SIZE) -> "Page":
        """Return the page of records that is asked for; nonsense is the first, too far the last.

        First the keys and how many there are, by one query; then the records of the page alone:
        what is worked out for each row would else be worked out for those before, too.
        """
        found = self.rows(columns)
        number = page_number(self.request, count=sys.maxsize, size=size)
        keys, count = _keys(found, number, size)
        if not keys and number > 1:
            number = page_number(self.request, count=capped(found), size=size)
            keys, count = _keys(found, number, size)
        by_key = {record.pk: record for record in found.order_by().filter(pk__in=keys)}
        # One that was archived in between is gone by now.
        return Page([by_key[key] for key in keys if key in by_key], count, number)

    def headings(self, columns: Sequence[Column]) -> list[Heading]:
        """Return the heads of the table, each with the address that sorts by it."""
        return [self._heading(column) for column in columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column.label, column.key)
        up = self.sort == column.key
        url = with_query(self.request, sort=f"-{column.key}" if up else column.key, page=None)
        down = self.sort == f"-{column.key}"
        return Heading(column.label, column.key, url, "asc" if up else "desc" if down else "")

    def chips(self, *, empty: bool) -> list[Chip]:
        """Return the filters that are on; on an empty list each says what would show without it."""
        found = []
        for item in filters.active(self.filters):
            says = item.says
            if empty:
                says = f"{says} ({self._without(item)})"
            url = with_query(self.request, **{item.name: item.left or None}, page=None)
            found.append(Chip(says, url))
        return found

    def _without(self, item: filters.ActiveFilter) -> str:
        data = self.query.copy()
        data.setlist(item.name, item.left)
        count = capped(type(self.filters)(data, self.filters.queryset, request=self.request).qs)
        return _("%(count)s without this filter") % {"count": counted(count)}

    def clear_url(self) -> str:
        """Return the address without any filter."""
        return with_query(self.request, page=None, **dict.fromkeys(self.filters.filters))


def _keys(found: Any, number: int, size: int) -> tuple[list[Any], int]:
    """Return the keys of a page, and how many records there are in all."""
    counted_too = found.prefetch_related(None).annotate(_count=Window(Count("*")))
    first = (number - 1) * size
    rows = list(counted_too.values_list("pk", "_count")[first : first + size])
    return [key for key, _count in rows], rows[0][1] if rows else 0


def capped(queryset: Any) -> int:
    """Count rows, but no further than makes a difference to people."""
    return int(queryset.order_by().values("pk")[: COUNTED_AT_MOST + 1].count())


def counted(count: int) -> str:
    """Tell a count that may have stopped early."""
    if count > COUNTED_AT_MOST:
        return _("more than %(count)s") % {"count": figure(COUNTED_AT_MOST)}
    return str(figure(count))


def pager(request: HttpRequest, *, page: int, count: int, size: int = PAGE_SIZE) -> Pager | None:
    """Return the links to numbered pages, or None where one page holds all."""
    last = max(1, -(-count // size))
    if last == 1:
        return None
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append(PageLink("…"))
        links.append(PageLink(str(number), with_query(request, page=number), number == page))
    summary = _("%(first)s to %(last)s of %(count)s") % {
        "first": figure((page - 1) * size + 1),
        "last": figure(min(page * size, count)),
        "count": counted(count),
    }
    previous = with_query(request, page=page - 1) if page > 1 else ""
    return Pager(
        summary, previous, with_query(request, page=page + 1) if page < last else "", links
    )


def page_number(request: HttpRequest, *, count: int, size: int = PAGE_SIZE) -> int:
    """Return the page asked for; nonsense is the first, too far is the last."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return max(1, min(number, -(-count // size) or 1))
