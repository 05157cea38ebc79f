"""What identifies a row: a text that people can read and that survives a reordered file."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from records.incoming.values import fold, is_empty

# The record's field holds 600 characters; the rest is room for a number among equals.
MAX_LENGTH = 560
NUMBER_AT_END = re.compile(r"(.*) #(\d+)", re.DOTALL)


def identity_key(texts: Iterable[str]) -> str:
    """Join the texts of the identifying columns as "name | agency | bureau"; "" if all blank."""
    parts = ["" if is_empty(text) else fold(text) for text in texts]
    if not any(parts):
        return ""
    # A doubled bar belongs to a text, a single one divides, so no two rows meet by accident.
    return _shortened(" | ".join(part.replace("|", "||") for part in parts))


def numbered(key: str, number: int) -> str:
    """Return the identity of the row that is the `number`th of those with this key.

    The first bears no number, unless its key ends like one.
    """
    if number == 1 and not NUMBER_AT_END.fullmatch(key):
        return key
    return f"{key} #{number}"


def split(identity: str) -> tuple[str, int]:
    """Take an identity apart again into key and number."""
    match = NUMBER_AT_END.fullmatch(identity)
    return (match[1], int(match[2])) if match else (identity, 1)


def count_equals(keys: Iterable[str]) -> list[tuple[int, int]]:
    """Return for each key which of its equals it is and how many there are."""
    keys = list(keys)
    totals, seen = Counter(keys), Counter[str]()
    places = []
    for key in keys:
        seen[key] += 1
        places.append((seen[key], totals[key]))
    return places


def _shortened(key: str) -> str:
    if len(key) <= MAX_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"{key[: MAX_LENGTH - 20]}… {digest}"
