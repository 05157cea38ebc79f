"""JSON from outside: its size, depth and number of values are counted before it is parsed."""

import json
import math
import re
from typing import Any

from records.texts import faults_of

LARGEST = 5 * 1024 * 1024  # bytes; as much as a form may send
DEEPEST = 32
MOST_VALUES = 50_000
LARGEST_INTEGER = 2**53  # beyond, programs disagree on what a number is (RFC 7493)

# Strings are cut out, so that what is left are signs of structure; a string may be cut off itself.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


class JsonError(ValueError):
    """What was sent cannot be read as JSON; the message is a sentence for who sent it."""


def read_json(data: bytes, *, largest: int = LARGEST) -> Any:
    """Read the bytes of one JSON value; raises JsonError with the reason and, if any, the place."""
    if len(data) > largest:
        raise JsonError(f"The JSON is larger than {largest // 1024 // 1024} MiB. Send less.")
    _check_shape(data)
    try:
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_fraction,
            parse_constant=_constant,
        )
    except UnicodeDecodeError as error:
        raise JsonError(f"Byte {error.start + 1} is not UTF-8. Send JSON in UTF-8.") from error
    except json.JSONDecodeError as error:
        sentence = f"This is not JSON: line {error.lineno}, character {error.colno}: {error.msg}."
        raise JsonError(sentence) from error
    for place, fault in faults_of(value):
        raise JsonError(f"“{place[:100]}” {fault}" if place else f"The text {fault}")
    return value


def _check_shape(data: bytes) -> None:
    structure = _without_strings(data)
    if structure.count(b",") + structure.count(b"[") + structure.count(b"{") > MOST_VALUES:
        raise _too_many()
    depth = 0
    for bracket in _BRACKETS.findall(structure):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise JsonError(f"The JSON is nested deeper than {DEEPEST} levels. Flatten it.")


def _without_strings(data: bytes) -> bytes:
    kept, at = [], 0
    for number, string in enumerate(_STRING.finditer(data)):
        if number > 2 * MOST_VALUES:  # each may be a value or the name of one
            raise _too_many()
        kept.append(data[at : string.start()])
        at = string.end()
    return b"".join([*kept, data[at:]])


def _too_many() -> JsonError:
    return JsonError(f"The JSON has more than {MOST_VALUES} values. Send it in parts.")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise JsonError(f"The key “{doubled[:100]}” stands twice in one object. Keep one of them.")
    return found


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST_INTEGER:
        raise JsonError(f"The number {text[:20]}… is beyond 2^53. Give it as text.")
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise JsonError(f"The number {text[:20]} is too large. Give it as text.")
    return number


def _constant(text: str) -> float:
    raise JsonError(f"{text} is no number of JSON. Leave it out.")
