"""What this machine needs for three plain things: so that runs on different machines compare."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import psycopg
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

ROUNDS = 100
ADDITIONS = 1_000_000
# What a new project of Django has, whatever ours does.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


@dataclass(frozen=True)
class Yardstick:
    """Milliseconds for a Python loop, an empty page of Django, and a row that is committed."""

    python_loop_ms: float
    empty_page_ms: float
    committed_row_ms: float

    def multiples(self, value: float | None, unit: str) -> dict[str, float]:
        """Return how often each would fit into a time, or into one piece of work of a rate."""
        milliseconds = _milliseconds(value, unit)
        if milliseconds is None:
            return {}
        return {
            "python_loops": _rounded(milliseconds / self.python_loop_ms),
            "empty_pages": _rounded(milliseconds / self.empty_page_ms),
            "committed_rows": _rounded(milliseconds / self.committed_row_ms),
        }


def _milliseconds(value: float | None, unit: str) -> float | None:
    if not value:
        return None
    by_unit = {"ms": value, "s": 1000 * value, "/s": 1000 / value}
    return by_unit.get(unit)


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def taken(address: str) -> Yardstick:
    """Measure all three, each by the middle of several rounds; `address` is that of a database."""
    return Yardstick(_python_loop(), _empty_page(), _committed_row(address))


def _middle(work: Callable[[], object], rounds: int) -> float:
    """Return the middle of the times in milliseconds; the first round warms up and is not told."""
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return _rounded(statistics.median(times[1:]))


def _python_loop() -> float:
    return _middle(_add, 5)


def _add() -> int:
    total = 0
    for number in range(ADDITIONS):
        total += number
    return total


def _empty_page() -> float:
    routes = ModuleType("empty_page_routes")
    routes.__dict__["urlpatterns"] = [path("", _nothing)]
    with override_settings(MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF=routes):
        handler, asked = BaseHandler(), RequestFactory(headers={"host": "localhost"})
        handler.load_middleware()
        return _middle(lambda: handler.get_response(asked.get("/")), ROUNDS)


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _committed_row(address: str) -> float:
    """Write rows into a table of the bench's own, each committed by itself."""
    owner = os.environ.get("DATABASE_OWNER_URL") or address
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE yardstick (id bigserial PRIMARY KEY, text text)")
        try:
            statement = "INSERT INTO yardstick (text) VALUES ('a row of the yardstick')"
            return _middle(lambda: connection.execute(statement), ROUNDS)
        finally:
            connection.execute("DROP TABLE yardstick")
