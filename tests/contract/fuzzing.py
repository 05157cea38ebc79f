"""Requests nobody meant to send: addresses of all routes, with odd queries, forms and bodies."""

import json
import random
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from records import kinds
from records.api.serializers import record_serializer
from records.pages.listing import filter_set_of
from tests.contract.test_routes import SAMPLES, address, plain

TEXTS = (
    "", " ", "0", "1", "-1", "1.5", "1e999", "9" * 30, "9" * 5_000, "0x10", "\u0662", "nan", "inf",
    "true", "null", "None", "[]", "{}", "[[[[", '{"a": 1}', "'", '"', "\\", "%", "%00", "\0",
    "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-01", "2026-11-01T10:00:00Z", "10000-01-01",
    "2026-11-01T10:00:00+23:59", "2026-11-01T25:00:00Z", "0001-01-01T00:00:00+14:00", "-0001-01-01",
    "UC-0001", "UN-0001", "uc-0001", "UC-", "UC-99999999999", "../../etc/passwd", "a/b", "a;b", ",",
    "0190a1b2-0000-7000-8000-000000000000", "not-a-uuid", "x" * 10_000, "é" * 500, "\u202eabc",
    "a" + "\u0301" * 40, "\ufffe", "\U0001f600", "<script>alert(1)</script>", "' OR 1=1 --",
    "all", "only", "-ref", "ref", "--ref", "name,name,ref", "1..2", "..", "none:1", "application:x",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53, -(2**53), 1.5, -0.0, 1e300, [], {}, [None], [[]],
    {"a": None}, {"a": {"b": []}}, [1, "a", None], [["a"]], {"": ""}, [{"id": 1}], [{"id": None}],
    [{"remove": "x"}], {"q": 1}, {"ref": "UC-0001"}, "\ud800", ["\ud800"], {"\ud800": 1},
)  # fmt: skip
BODIES = (
    "", "null", "[]", "1", '"a"', "{", "[" * 20_000, '{"a":' * 5_000, "NaN", "[NaN]", "1e999", "{}",
    "9" * 5_000, '{"seen": 1, "seen": 2}', '{"reason": "\\ud800"}', '{"a": "\\u0000"}', "\ufeff{}",
    "[" + "[]," * 60_000 + "[]]", '{"reason": "' + "x" * 100_000 + '"}', "\xff", '{"": ""}',
)  # fmt: skip
NAMES = (
    "as_of", "page", "page_size", "cursor", "q", "sort", "columns", "at", "from", "to", "on",
    "since", "find", "show", "scope", "framework", "edition", "skip", "try", "chapter", "use",
    "about", "mode", "format", "column", "unit", "owner", "archived", "seen", "reason", "_key",
    "answers", "moment", "day", "hour", "file", "link", "sha256", "mapping", "withdraw", "keys",
    "form-TOTAL_FORMS", "next", "login", "password", "email", "name", "a\0", "x" * 300, "",
)  # fmt: skip
LEFT_OUT = ("accounts/logout",)
HEADERS = ("If-Match", "Accept", "HX-Request", "HX-Target", "Referer", "Accept-Language", "Range")


@dataclass(frozen=True)
class Route:
    """A route with the address of something that is there, and the names it may know."""

    address: str
    kind: Any
    names: tuple[str, ...]
    sound: dict[str, Any]  # what would be taken, before something odd is put in its place

    @property
    def is_api(self) -> bool:
        """Say whether it is answered in JSON."""
        return self.address.startswith("/api/")


@dataclass(frozen=True)
class Sent:
    """One request, as it is printed where it fails."""

    method: str
    address: str
    query: dict[str, list[str]] = field(default_factory=dict)
    form: dict[str, list[str]] = field(default_factory=dict)
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Tell the request on one line, long parts cut."""
        parts = (self.query, self.form, self.body, self.headers)
        return f"{self.method} {self.address} " + " ".join(ascii(part)[:600] for part in parts)


def routes(refs: dict[str, str], sound: dict[str, dict[str, Any]]) -> list[Route]:
    """Return every route; by the slug of a kind, a record that is there and sound values of one."""
    return [
        _route(pattern, view, refs, sound)
        for pattern, view in _walk(get_resolver())
        if not pattern.startswith(LEFT_OUT)
    ]


def _walk(resolver: Any, prefix: str = "") -> Any:
    for item in resolver.url_patterns:
        text = prefix + plain(str(item.pattern))
        if isinstance(item, URLResolver):
            yield from _walk(item, text)
        elif isinstance(item, URLPattern):
            yield text, item.callback


def _route(
    pattern: str, view: Any, refs: dict[str, str], sound: dict[str, dict[str, Any]]
) -> Route:
    given = {**getattr(view, "view_initkwargs", {}), **getattr(view, "initkwargs", {})}
    slug = pattern.removeprefix("api/v1/").partition("/")[0]
    kind = given.get("kind") or next((k for k in kinds.every() if k.slug == slug), None)
    where = address(pattern)
    if slug in refs:
        where = where.replace(SAMPLES["ref"], refs[slug], 1)
    act = given.get("act") or given.get("action")
    names: list[str] = [*act.form.base_fields] if act and act.form else []
    if kind:
        names += [*filter_set_of(kind).base_filters, *record_serializer(kind)().fields]
    is_new = pattern.count("/") <= 3 and "<" not in pattern
    values = sound.get(slug, {}) if is_new else {"seen": 1, "reason": "Because."}
    return Route(where, kind, tuple(dict.fromkeys(names)), values)


class Sender:
    """Make up requests; the same seed makes the same ones."""

    def __init__(self, routes: list[Route], seed: int) -> None:
        self.routes = routes
        self.chance = random.Random(seed)

    def next(self) -> Sent:
        """Make up one request."""
        route = self.chance.choice(self.routes)
        shape = self.chance.random()
        if shape < 0.5:
            return Sent("get", route.address, query=self._texts(route), headers=self._headers())
        if not route.is_api:
            query = self._texts(route) if shape > 0.9 else {}
            sound = {name: [str(value)] for name, value in route.sound.items()}
            return Sent("post", route.address, query=query, form={**sound, **self._texts(route)})
        method = "patch" if self.chance.random() < 0.3 else "post"
        return Sent(method, route.address, body=self._body(route), headers=self._headers())

    def _texts(self, route: Route) -> dict[str, list[str]]:
        times = (1, 1, 1, 2)  # a field that stands twice is odd, too
        return {
            name: self.chance.choices(TEXTS, k=self.chance.choice(times))
            for name in self._names(route, most=4)
        }

    def _names(self, route: Route, *, most: int) -> list[str]:
        pool = route.names if route.names and self.chance.random() < 0.6 else NAMES
        return [self.chance.choice(pool) for _one in range(self.chance.randint(0, most))]

    def _body(self, route: Route) -> str:
        if self.chance.random() < 0.15:
            return self.chance.choice(BODIES)
        names = self._names(route, most=5)
        sound = route.sound if self.chance.random() < 0.7 else {}
        return json.dumps({**sound, **{name: self._value() for name in names}}, default=str)

    def _value(self) -> Any:
        return self.chance.choice(TEXTS if self.chance.random() < 0.5 else VALUES)

    def _headers(self) -> dict[str, str]:
        if self.chance.random() < 0.8:
            return {}
        text = self.chance.choice([text for text in TEXTS if text.isprintable() and text.isascii()])
        return {self.chance.choice(HEADERS): text}
