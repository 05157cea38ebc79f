"""Typed readers of the environment; the settings read nothing else."""

import os
from typing import TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}
POSTGRES_SCHEMES = ("postgres", "postgresql")


class Database(TypedDict):
    """One database as Django's DATABASES setting describes it."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    OPTIONS: dict[str, object]


def text(name: str, default: str | None = None) -> str:
    """Read a text; what is unset or empty takes the default, and is refused without one."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set in the environment, and it has no default.")
    return default


def flag(name: str, default: bool) -> bool:
    """Read a yes or no."""
    value = text(name, "").lower()
    if not value:
        return default
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {value!r}; it may be one of {', '.join(FLAGS)}.")
    return FLAGS[value]


def number(name: str, default: int) -> int:
    """Read a whole number."""
    value = text(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.") from error


def url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """Read an address and refuse one of a scheme that is not in `schemes`."""
    value = text(name, default)
    scheme = urlsplit(value).scheme
    if value and scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} starts with {scheme or 'no scheme'!r}; it must start with "
            f"{' or '.join(f'{known}://' for known in schemes)}."
        )
    return value


def database(address: str) -> Database:
    """Turn the URL of a PostgreSQL into Django's settings.

    `?host=/folder` names the folder of a socket; every other parameter goes to the driver. An empty
    address gives a database that cannot be reached: type checks read the settings without one.
    """
    parts = urlsplit(address)
    if address and parts.scheme not in POSTGRES_SCHEMES:
        raise ImproperlyConfigured(
            f"The database's address starts with {parts.scheme or 'no scheme'!r}; "
            "it must be postgresql://USER:PASSWORD@HOST:PORT/NAME."
        )
    options: dict[str, object] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": str(options.pop("host", parts.hostname or "")),
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": options,
    }
