"""Kept files that a document encloses: flat names, and what is too large to go in."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

MIB = 1024 * 1024
# One file, and all together. The verifier reads documents of that size whole.
LARGEST, LARGEST_TOGETHER = 20 * MIB, 100 * MIB
LONGEST_NAME, LONGEST_ENDING = 60, 12
_PLAIN = frozenset("._-")


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A kept file that a section tells of: `name` stands once in the document.

    One that `is_left_out` is told by digest and place alone. `original` is its name as handed in,
    `ref` the record that names it, `what` a few words for the list of files.
    """

    name: str
    original: str
    sha256: str
    byte_count: int
    media_type: str
    folder: str
    ref: str
    what: str
    is_left_out: bool = False

    @property
    def place(self) -> str:
        """Return where the installation keeps it."""
        return f"{self.folder}/{self.sha256}"

    @property
    def is_too_large(self) -> bool:
        """Say whether it is left out for its own size, not for that of all."""
        return self.byte_count > LARGEST


def enclose(files: Iterable[Enclosure]) -> Iterator[Enclosure]:
    """Return each content once, in order, and leave out what is too large alone or together."""
    taken, seen = 0, set()
    for file in files:
        if file.sha256 in seen:
            continue
        seen.add(file.sha256)
        fits = not file.is_too_large and taken + file.byte_count <= LARGEST_TOGETHER
        taken += file.byte_count if fits else 0
        yield replace(file, is_left_out=not fits)


def flat(name: str) -> str:
    """Return a name that every file system takes, without a folder, of at most 60 signs."""
    plain = unicodedata.normalize("NFC", name)
    kept = "".join(sign if sign.isalnum() or sign in _PLAIN else "_" for sign in plain)
    stem, dot, ending = kept.strip("._-").rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = stem + dot + ending, "", ""
    return f"{stem[: LONGEST_NAME - len(dot + ending)]}{dot}{ending}" or "file"
