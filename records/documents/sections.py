"""What floors add to a document about a record: chapters, files, records, and what is missing."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from records.actors import Actor
from records.documents.parts import Chapter
from records.models import Record
from records.shapes import Fact

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from records.lists import ExportSheet

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


Level = Literal[
    "breach",
    "late",
    "stale",
    "unsigned",
    "missing",
    "ending",
    "dissent",
    "accepted",
    "waived",
    "out_of_scope",
    "ok",
]


@dataclass(frozen=True)
class CompletenessLine:
    """One line of the completeness statement: `about` is a reference, `text` a full sentence."""

    level: Level
    code: str
    about: str
    text: str


@dataclass(frozen=True)
class DocumentReading:
    """Who reads, and the moment that is read; the reader's rights of today limit what is told.

    `scope` is the unit at which a subject is looked at that belongs to no place by itself.
    """

    actor: Actor
    moment: datetime
    scope: Record | None = None


@dataclass(frozen=True)
class DocumentSection:
    """What one maker adds; `records` are those whose state the pack carries and proves.

    `enclosures` are kept files that go in as they are, with those that are too large for that;
    `headline` is what the cover and the first page have to say at once; `tables` tell the same as
    the chapter, for programs and spreadsheets; `remarks` are sentences for whoever asks for the
    document, before it is made.
    """

    chapter: Chapter | None = None
    records: tuple[Record, ...] = ()
    gaps: tuple[CompletenessLine, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    headline: tuple[Fact, ...] = ()
    tables: tuple["ExportSheet", ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionMaker:
    """Make a section about one record, within its moment; `order` is its place in the document.

    `looks_at` says as a sentence which points it judges; its gaps speak of these and no others.
    """

    order: int
    make: Callable[[Record, DocumentReading], DocumentSection]
    looks_at: "StrOrPromise" = ""
