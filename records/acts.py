"""The act that is under way: which records are open for change, by whom, under which key."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.act import Act
    from records.models.base import Tracked

CURRENT: ContextVar["Act | None"] = ContextVar("countersign_act", default=None)
KEY: ContextVar["RequestKey | None"] = ContextVar("countersign_key", default=None)


class RequestKey:
    """An idempotency key given by a form field, a header or a job, and how often it was used."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._used = 0

    def next(self) -> str:
        """Return the key for the next act of the request: the first bears the text itself."""
        self._used += 1
        return self.text if self._used == 1 else f"{self.text}#{self._used}"


@contextmanager
def under_key(text: str) -> Iterator[None]:
    """Let the acts inside be carried out once only, however often the request comes."""
    marker = KEY.set(RequestKey(text) if text else None)
    try:
        yield
    finally:
        KEY.reset(marker)


def require_open(row: "Tracked") -> None:
    """Raise TypeError unless the record that holds `row` is open for change, and note the row."""
    act = CURRENT.get()
    if act is None or not act.is_open(row):
        raise TypeError(f"{type(row).__name__} changes only within records.acting.")
    act.note(row)
