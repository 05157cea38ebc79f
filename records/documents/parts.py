"""The values a document is made of; nothing here knows how it is printed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Chapter:
    """A chapter: `html` is what stands below its title, escaped, with ids unique in the document.

    The title is a second-level heading under that of the document, so `html` begins at the third.
    """

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF.

    `relationship` is one of Source, Data, Alternative, Supplement and Unspecified.
    """

    name: str
    data: bytes
    mime: str
    relationship: str
    description: str
    modified: datetime


@dataclass(frozen=True)
class Meta:
    """What the document says about itself.

    `created` is the moment of which it speaks, never the time of printing.
    """

    title: str
    subject: str
    author: str
    language: str
    created: datetime
    identifier: str
    watermark: str = ""
    footer: str = ""


@dataclass(frozen=True)
class PrintedHeading:
    """A heading as printed: `page` counts from 0 within its chapter."""

    level: int
    text: str
    anchor: str
    page: int


@dataclass(frozen=True)
class PrintJob:
    """One piece of complete markup for a printing process."""

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class RenderedChapter:
    """A printed piece: tagged PDF that the merge can take in."""

    id: str
    title: str
    pdf: bytes
    pages: int
    headings: tuple[PrintedHeading, ...]
