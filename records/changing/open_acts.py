"""The act that is under way: which records are open for change, by whom, under which key."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.changing.act import Act
    from records.models.base import TrackedRow

CURRENT: ContextVar["Act | None"] = ContextVar("countersign_act", default=None)
KEY: ContextVar["RequestKey | None"] = ContextVar("countersign_key", default=None)


# What keys begin with that jobs give themselves, and what numbers the later acts of a request: no
# client may send either, or it would use up the key of something else.
OF_JOBS, NUMBERED = "job:", "#"


def is_fit(text: str) -> bool:
    """Say whether a client may send this as a key: it can be kept, and is no key of ours."""
    if text.startswith(OF_JOBS) or NUMBERED in text:
        return False
    return not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)


class RequestKey:
    """An idempotency key given by a form field, a header or a job, and how often it was used.

    The key of a request belongs to what was asked for with it; that is worked out only when it is
    needed, as the API reads a body once it knows who sends it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._asked: Callable[[], str] | None = None
        self._used = 0

    def bind(self, asked: Callable[[], str]) -> None:
        """Let the key belong to one request, told by a digest."""
        self._asked = asked

    @property
    def is_of_request(self) -> bool:
        """Say whether the key came with a request; else with a job, whose key is its own."""
        return self._asked is not None

    @property
    def is_used(self) -> bool:
        """Say whether something was done under the key since it came."""
        return self._used > 0

    @cached_property
    def request(self) -> str:
        """Return the digest of what was asked for; nothing for the key of a job."""
        return self._asked() if self._asked else ""

    def next(self) -> str:
        """Return the key for the next act of the request: the first bears the text itself."""
        self._used += 1
        return self.text if self._used == 1 else f"{self.text}{NUMBERED}{self._used}"


@contextmanager
def under_key(text: str) -> Iterator[RequestKey | None]:
    """Let the acts inside be carried out once only, however often the request comes."""
    key = RequestKey(text) if text else None
    marker = KEY.set(key)
    try:
        yield key
    finally:
        KEY.reset(marker)


def require_open(row: "TrackedRow") -> None:
    """Raise TypeError unless the record that holds `row` is open for change, and note the row."""
    act = CURRENT.get()
    if act is None or not act.is_open(row):
        raise TypeError(f"{type(row).__name__} changes only within records.changing.acting.")
    act.note(row)
