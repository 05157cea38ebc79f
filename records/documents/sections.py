"""What floors add to a document about a record: chapters, records, and what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from records.actors import Actor
from records.documents.enclosures import Enclosure
from records.documents.parts import Chapter
from records.models import Record
from records.shapes import Fact

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from records.lists import ExportSheet

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
