"""Checks of the installation, and the signs of life that they read."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.core.cache import cache
from django.db import Error as DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from records.shapes import Text

logger = logging.getLogger(__name__)

Level = Literal["ok", "warn", "bad"]
ORDER: Mapping[Level, int] = {"ok": 0, "warn": 1, "bad": 2}
# How often a process that shows signs of life does so: the sweep of jobs, in the schedule.
BEAT_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """What was looked at, how it is, and what to do; `figures` are for monitors, by metric name."""

    code: str
    label: Text
    says: Text
    level: Level = "ok"
    todo: Text = ""
    figures: Mapping[str, float] = field(default_factory=dict)


Provider = Callable[[], Iterable[HealthCheck]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider, *, first: bool = False) -> Provider:
    """Let a function look at a part of the installation; what is told first matters most."""
    if provider not in _PROVIDERS:
        _PROVIDERS.insert(0 if first else len(_PROVIDERS), provider)
    return provider


def report() -> list[HealthCheck]:
    """Look at everything now; what cannot be looked at is a finding itself."""
    return [check for provider in _PROVIDERS for check in _looked_at(provider)]


def _looked_at(provider: Provider) -> list[HealthCheck]:
    try:
        return list(provider())
    except (DatabaseError, OSError, RedisError) as error:
        logger.warning("A check of the installation failed: %s", error)
        name = provider.__name__
        return [
            HealthCheck(
                code=name,
                label=name.replace("_", " ").capitalize(),
                level="bad",
                says=_("This could not be checked: %(error)s") % {"error": type(error).__name__},
                todo=_("Look into the log of the web server."),
            )
        ]


def worst(checks: Sequence[HealthCheck]) -> Level:
    """Return the level of the worst finding."""
    return max((check.level for check in checks), key=ORDER.__getitem__, default="ok")


def beat(process: str) -> None:
    """Note that a process lives; the note stands in the cache that all processes share."""
    try:
        cache.set(f"beat:{process}", timezone.now().isoformat(), timeout=None)
    except RedisError as error:
        logger.warning("The sign of life of the %s was not noted: %s", process, error)


def last_beat(process: str) -> datetime | None:
    """Return when a process last said that it lives."""
    noted = cache.get(f"beat:{process}")
    return datetime.fromisoformat(noted) if noted else None


_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def lasting(seconds: float) -> str:
    """Tell a length of time by its largest unit: "12 seconds", "3 hours"."""
    whole = max(0, int(seconds))
    if whole < 2 * _MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": whole}
    if whole < 2 * _HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", whole // _MINUTE) % {"n": whole // _MINUTE}
    if whole < 2 * _DAY:
        return ngettext("%(n)s hour", "%(n)s hours", whole // _HOUR) % {"n": whole // _HOUR}
    return ngettext("%(n)s day", "%(n)s days", whole // _DAY) % {"n": whole // _DAY}
