"""What waits for a person: providers of the apps name it, the start page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from records.actors import Actor
from records.shapes import Text


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """Something that waits for the actor: where it is done, why it waits, since and until when."""

    title: Text
    url: str
    why: Text
    kind: Text = ""
    since: date | datetime | None = None
    due: date | None = None
    # Others have to act; the actor only waits for them.
    is_with_others: bool = False


Provider = Callable[[Actor], Iterable[WorkItem]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let a function name what waits for an actor; it uses a fixed number of queries."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def waiting_for(actor: Actor) -> list[WorkItem]:
    """Return all that waits for an actor: what is due first comes first, then the oldest."""
    found = [item for provider in _PROVIDERS for item in provider(actor)]
    return sorted(found, key=lambda item: (item.due or date.max, str(item.since or "")))
