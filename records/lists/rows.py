"""What a list holds, in order: counted, cut into pages, walked through for a file."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest
from django.utils.translation import gettext as _

from records.addresses import number_in, with_query
from records.shapes import PageLink, Pager
from records.wording import figure

# Counting stops here: an exact number of many rows would cost more than it tells.
COUNTED_AT_MOST = 10_000


@dataclass(frozen=True)
class Page[Item]:
    """The rows of one page, how many there are in all, and which page it is."""

    items: Sequence[Item]
    count: int
    number: int


class Rows[Item]:
    """Rows in a total order, wherever they come from."""

    # Rows read at a time: enough to be quick, few enough to stay small.
    at_a_time = 500

    def count(self) -> int:
        """Return how many there are."""
        raise NotImplementedError

    def some(self, start: int, stop: int) -> Sequence[Item]:
        """Return those from one place to another."""
        raise NotImplementedError

    def page(self, asked: int, size: int) -> Page[Item]:
        """Return the page that is asked for, or the last where that is too far."""
        count = self.count()
        number = within(asked, count, size)
        return Page(self.some((number - 1) * size, number * size), count, number)

    def every(self) -> Iterator[Item]:
        """Yield all of them, set by set."""
        start = 0
        while some := self.some(start, start + self.at_a_time):
            yield from some
            start += self.at_a_time


class SequenceRows[Item](Rows[Item]):
    """Rows that are in memory."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    def count(self) -> int:
        """Return how many there are."""
        return len(self.items)

    def some(self, start: int, stop: int) -> Sequence[Item]:
        """Cut them out."""
        return self.items[start:stop]


class QueryRows(Rows[Any]):
    """Rows of a queryset in order."""

    def __init__(self, found: Any) -> None:
        self.found = found

    def count(self) -> int:
        """Count them by the database."""
        return int(self.found.count())

    def some(self, start: int, stop: int) -> Sequence[Any]:
        """Read a part of them."""
        return list(self.found[start:stop])


class RecordRows(QueryRows):
    """Records, of which each stands in the queryset once."""

    def page(self, asked: int, size: int) -> Page[Any]:
        """Return a page by two queries: the keys with how many there are, then its records alone.

        What is worked out for each row would else be worked out for those before, too.
        """
        number = within(asked, sys.maxsize, size)
        keys, count = self._keys(number, size)
        if not keys and number > 1:
            number = within(asked, capped(self.found), size)
            keys, count = self._keys(number, size)
        by_key = {record.pk: record for record in self.found.order_by().filter(pk__in=keys)}
        # One that was archived in between is gone by now.
        return Page([by_key[key] for key in keys if key in by_key], count, number)

    def _keys(self, number: int, size: int) -> tuple[list[Any], int]:
        counted = self.found.prefetch_related(None).annotate(_count=Window(Count("*")))
        first = (number - 1) * size
        rows = list(counted.values_list("pk", "_count")[first : first + size])
        return [key for key, _count in rows], rows[0][1] if rows else 0

    def every(self) -> Iterator[Any]:
        """Yield all of them by one query."""
        yield from self.found.iterator(chunk_size=self.at_a_time)


def within(asked: int, count: int, size: int) -> int:
    """Return a page that there is: the one asked for, or the last."""
    return max(1, min(asked, -(-count // size) or 1))


def capped(queryset: Any) -> int:
    """Count rows, but no further than makes a difference to people."""
    return int(queryset.order_by().values("pk")[: COUNTED_AT_MOST + 1].count())


def page_asked(request: HttpRequest) -> int:
    """Return the page that the address asks for; nonsense is the first."""
    return number_in(request.GET.get("page", "1")) or 1


def counted(count: int) -> str:
    """Tell a count that may have stopped early."""
    if count > COUNTED_AT_MOST:
        return _("more than %(count)s") % {"count": figure(COUNTED_AT_MOST)}
    return str(figure(count))


def pager[Item](request: HttpRequest, page: Page[Item], size: int) -> Pager | None:
    """Return the links to numbered pages, or None where one page holds all."""
    last = max(1, -(-page.count // size))
    if last == 1:
        return None
    current = page.number
    near = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append(PageLink("…"))
        links.append(PageLink(str(number), with_query(request, page=number), number == current))
    summary = _("%(first)s to %(last)s of %(count)s") % {
        "first": figure((current - 1) * size + 1),
        "last": figure(min(current * size, page.count)),
        "count": counted(page.count),
    }
    previous = with_query(request, page=current - 1) if current > 1 else ""
    following = with_query(request, page=current + 1) if current < last else ""
    return Pager(summary, previous, following, links)
