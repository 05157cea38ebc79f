"""Addresses of record pages; while the past is read, every one of them stays in that moment."""

from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.dateparse import parse_date

# Nothing was recorded before; the first years of the calendar cannot be shown in every zone.
FIRST_YEAR, LAST_YEAR = 1900, 2400
# What the address of the request said in `as_of`, word for word, so that links repeat it.
AS_OF: ContextVar[str] = ContextVar("countersign_as_of", default="")


def day_in(text: str) -> date | None:
    """Read a day as an address says it (2026-03-14); None where it is none, or is far off."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def number_in(text: str) -> int | None:
    """Read a whole number as an address says it; None where it is none, or has too many digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def keep_moment(url: str) -> str:
    """Add the moment that is being read to an address of ours."""
    text = AS_OF.get()
    if not text or not url.startswith("/"):
        return url
    parts = urlsplit(url)
    query = QueryDict(parts.query, mutable=True)
    query.setdefault("as_of", text)
    return urlunsplit(parts._replace(query=query.urlencode(safe=":")))


def to(name: str, *args: Any) -> str:
    """Return the address of a page by the name of its route, in the moment that is being read."""
    return keep_moment(_address(get_urlconf(), name, args))


@lru_cache(maxsize=20_000)  # a list leads to each of its records several times
def _address(_routes: str | None, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def page_of(model: type[models.Model], page: str, *args: object) -> str:
    """Return the address of a page of a kind, or nothing where the kind has no such page."""
    try:
        return to(f"{model._meta.model_name}-{page}", *args)
    except NoReverseMatch:
        return ""


def url_of(record: Any) -> str:
    """Return the address of a record's own page, or nothing where its kind is not shown."""
    return page_of(type(record), "detail", record.ref) if getattr(record, "ref", "") else ""


def with_query(request: HttpRequest, **changes: object) -> str:
    """Return the address of this request with parts of its query changed; None drops one.

    What a form sent empty is dropped, too.
    """
    query = request.GET.copy()
    for name in [name for name, given in query.lists() if not any(given)]:
        query.pop(name)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list):
            query.setlist(name, value)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode(safe=':,')}" if query else request.path


def with_values(url: str, **values: Any) -> str:
    """Set values in the query of an address of ours; a list sets a name more than once."""
    parts = urlsplit(url)
    query = QueryDict(parts.query, mutable=True)
    for name, value in values.items():
        query.setlist(name, value if isinstance(value, list) else [str(value)])
    return keep_moment(urlunsplit(parts._replace(query=query.urlencode(safe=":"))))
