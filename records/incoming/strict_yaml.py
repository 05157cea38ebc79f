"""Read YAML into plain values that know their lines, and refuse what plain data does not need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from records.ledger.canonical import JSON
from records.texts import fault_of


class ContentError(Exception):
    """Refuse a document; `line` counts from 1 and is 0 where no line can be named."""

    def __init__(self, file: str, line: int, message: str) -> None:
        self.file = file
        self.line = line
        self.message = message
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {message}")


LARGEST_FILE = 4 * 1024 * 1024  # bytes; the whole AI Act takes less than a tenth of it
DEEPEST_NESTING = 20

# libyaml's composer recurses in C and dies of a deeply nested file, so values are built from its
# flat events, where depth can be counted first.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# The core schema of YAML 1.2: a date stays text here, and `no` and `on` are words, not booleans.
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")


class Block(dict[str, JSON]):
    """A mapping that knows the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[object]):
    """A list that knows the line of each of its items."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


type Value = Block | Items | str | int | Decimal | bool | None


@dataclass(frozen=True)
class YamlFile:
    """One file as read: its name as shown to people, and its content."""

    file: str
    value: Block

    def line_of(self, *path: str | int) -> int:
        """Name the line on which the value at the path begins, or the nearest one above it."""
        here: Any = self.value
        line = self.value.line
        for step in path:
            try:
                line, here = here.lines[step], here[step]
            except (AttributeError, LookupError):
                return line
        return line

    def refusal(self, message: str, *path: str | int) -> ContentError:
        """Make the error that says what is wrong at the path; the caller raises it."""
        return ContentError(self.file, self.line_of(*path), message)


def read_document(path: Path, *, file: str) -> YamlFile:
    """Read one file; `file` is the name that a refusal shows."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(file, 0, f"The file cannot be read: {error.strerror}.") from error
    return parse_document(data, file=file)


def parse_document(data: bytes, *, file: str, language: str = "YAML") -> YamlFile:
    """Parse the bytes of one file whose content is a mapping.

    `language` is what a refusal calls it: JSON is read by the same parser.
    """
    if len(data) > LARGEST_FILE:
        raise ContentError(file, 0, "The file is larger than 4 MB.")
    text = _decoded(data, file)
    try:
        return YamlFile(file, _Builder(file, yaml.parse(text, Loader=_LOADER)).root())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ContentError(file, line, f"This is not {language}: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise ContentError(
            file, 0, f"The file holds characters {language} does not allow."
        ) from error


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(file, line, "The file is not UTF-8 text.") from error


class _Builder:
    """Turns the parser's events into blocks, items and scalars."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.file = file
        self.events = events

    def root(self) -> Block:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise ContentError(self.file, 1, "The file is empty.")
        first = next(self.events)
        value = self._value(first, depth=1)
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refusal(after, "The file holds a second document; one is allowed.")
        if not isinstance(value, Block):
            raise self._refusal(first, "The file must hold a mapping of keys to values.")
        return value

    def _value(self, event: yaml.Event, *, depth: int) -> Value:
        self._refuse_tricks(event)
        if isinstance(event, yaml.ScalarEvent):
            if fault := fault_of(event.value):
                raise self._refusal(event, f"The text {fault}")
            return _scalar(event.value) if event.implicit[0] else event.value
        if depth > DEEPEST_NESTING:
            raise self._refusal(event, f"Values are nested deeper than {DEEPEST_NESTING} levels.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth=depth)
        return self._block(event, depth=depth)

    def _refuse_tricks(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            raise self._refusal(event, "Anchors and aliases are not allowed; write the value out.")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise self._refusal(event, f"The tag {tag} is not allowed; write plain values.")

    def _items(self, start: yaml.Event, *, depth: int) -> Items:
        items = Items(_line(start))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.lines.append(_line(event))
            items.append(self._value(event, depth=depth + 1))
        return items

    def _block(self, start: yaml.Event, *, depth: int) -> Block:
        block = Block(_line(start))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._value(event, depth=depth + 1)
            if not isinstance(key, str):
                raise self._refusal(event, f"The key {_shown(key)} is no text; put it in quotes.")
            if key in block:
                raise self._refusal(event, f"The key '{key}' stands here twice.")
            block.lines[key] = _line(event)
            block[key] = self._value(next(self.events), depth=depth + 1)
        return block

    def _refusal(self, event: yaml.Event, message: str) -> ContentError:
        return ContentError(self.file, _line(event), message)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _shown(key: object) -> str:
    return "of this entry" if isinstance(key, Block | Items) else str(key)


def _scalar(text: str) -> Value:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


# What JSON writes as two escapes is one character to YAML; an escaped backslash before it is none.
_PAIR = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def parse_json(data: bytes, *, file: str) -> YamlFile:
    """Parse the bytes of one JSON file whose content is an object."""
    return parse_document(_PAIR.sub(_character, data), file=file, language="JSON")


def _character(match: re.Match[bytes]) -> bytes:
    high, low = int(match[2], 16), int(match[3], 16)
    code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
    return match[1] + chr(code).encode()
