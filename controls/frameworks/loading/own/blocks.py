"""Values made from other files in the form the catalogue is checked in, with their lines."""

import re
from collections.abc import Iterable, Mapping

from records.incoming import Block, Items

SLUG_LENGTH = 80
TITLE_LENGTH = 300
TEXT_LENGTH = 4_000


def block(values: Mapping[str, object], *, line: int = 0) -> Block:
    """Make a block of values that all stand on one line; empty values are left out."""
    made = Block(line)
    for name, value in values.items():
        if value not in (None, "", [], ()):
            made[name] = value
            made.lines[name] = line
    return made


def items(values: Iterable[Block]) -> Items:
    """Make a list of blocks, each on the line it was read from."""
    made = Items(0)
    for value in values:
        made.append(value)
        made.lines.append(value.line)
    return made


class Slugs:
    """Gives each number an address of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, code: str) -> str:
        """Return small letters, digits and hyphens that nothing else in the edition has."""
        plain = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")[: SLUG_LENGTH - 6] or "item"
        slug, number = plain, 1
        while slug in self._taken:
            number += 1
            slug = f"{plain}-{number}"
        self._taken.add(slug)
        return slug


def words_of(code: str) -> str:
    """Return a kind as the vocabulary of a framework has it."""
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")[:60]


def cut(text: str, most: int) -> str:
    """Shorten a text to what a field holds, and mark that it was cut."""
    return text if len(text) <= most else text[: most - 4].rstrip() + " […]"
