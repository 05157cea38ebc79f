"""What the search over everything finds beside records: apps add what they can find."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from records.actors import Actor
from records.shapes import Text

WORDS_AT_MOST = 8


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found: its reference or number, what kind of thing it is, and where it stands."""

    title: Text
    url: str
    code: Text
    kind: Text
    place: Text
    changed: date | datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Hits:
    """The first things found of one sort; `is_exact` puts them before the others."""

    title: Text
    hits: Sequence[Hit]
    more_url: str = ""
    is_exact: bool = False


Provider = Callable[[Actor, str], Iterable[Hits]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let a function find things of some sorts, only what the actor may see, by few queries."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def beside_records(actor: Actor, text: str) -> list[Hits]:
    """Return what the apps find; sorts without a hit are left out."""
    return [hits for provider in _PROVIDERS for hits in provider(actor, text) if hits.hits]


def marked(text: Text, sought: str) -> SafeString:
    """Mark the words sought where they stand in a text."""
    words = sorted(sought.split()[:WORDS_AT_MOST], key=len, reverse=True)
    if not words:
        return escape(text)
    pieces = re.split(f"({'|'.join(map(re.escape, words))})", str(text), flags=re.IGNORECASE)
    told = [
        format_html("<mark>{}</mark>", piece) if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    ]
    return mark_safe("".join(told))  # noqa: S308 - every piece is escaped above
