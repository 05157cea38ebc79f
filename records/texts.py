"""Text from outside: what of it cannot be kept, found before anything normalises it."""

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import takewhile

# UAX #15 calls text without longer runs "stream-safe"; no language needs more than a few. Sorting
# the marks of a run takes the square of its length, so a longer one is refused, not sorted.
MOST_MARKS = 30
_STEP = MOST_MARKS + 1
# Of class 0 themselves, but nothing but marks once they are decomposed.
_MADE_OF_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")

ZERO = "holds a zero character. Remove it."
HALF = "holds half of a surrogate pair, which is no character. Remove it."
MARKS = f"has more than {MOST_MARKS} combining marks in a row. Remove them."


def fault_of(text: str) -> str:
    """Return what keeps a text from being stored, as the end of a sentence, or nothing."""
    if "\0" in text:
        return ZERO
    if text.isascii():
        return ""
    try:
        text.encode()
    except UnicodeEncodeError:
        return HALF
    return MARKS if has_long_run(text) else ""


def faults_of(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield place and fault of every unfit text within a value of JSON, keys included."""
    if isinstance(value, str):
        if fault := fault_of(value):
            yield place, fault
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from faults_of(key, f"{place} (a key)".strip())
            yield from faults_of(item, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from faults_of(item, f"{place}[{number}]")


def has_long_run(text: str) -> bool:
    """Say whether too many marks follow each other for the text to be normalised in time.

    A run that is too long covers one of every 31 characters, so ordinary text is judged by those.
    """
    if text.isascii():
        return False
    looked_at = text[::_STEP]
    if not any(map(unicodedata.combining, looked_at)) and _MADE_OF_MARKS.isdisjoint(looked_at):
        return False
    return any(
        _run_at(text, number * _STEP) > MOST_MARKS
        for number, character in enumerate(looked_at)
        if is_mark(character)
    )


def is_mark(character: str) -> bool:
    """Say whether a character is a combining mark, or decomposes to nothing else."""
    return unicodedata.combining(character) != 0 or character in _MADE_OF_MARKS


def _run_at(text: str, place: int) -> int:
    """Count the marks around one, as far as it matters."""
    before = reversed(text[max(0, place - _STEP) : place])
    after = text[place : place + _STEP]
    return sum(1 for side in (before, after) for _mark in takewhile(is_mark, side))
