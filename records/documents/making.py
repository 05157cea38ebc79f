"""Make a document: print its chapters apart, join them, stamp, describe and attach."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from pikepdf import ObjectStreamMode, Pdf, StreamDecodeLevel

from records.documents import catalog, field, front, merge, stamp
from records.documents.errors import DocumentError
from records.documents.parts import Attachment, Chapter, Meta, PrintJob, RenderedChapter
from records.documents.press import Press


class Document:
    """Declare slug, title and template; a document of several chapters overrides `chapters`."""

    slug: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str]

    def chapters(self, context: Mapping[str, object]) -> list[Chapter]:
        """Render the chapters for page and print alike."""
        return [self.chapter(self.slug, self.title, self.template, context)]

    def page(self, context: Mapping[str, object], request: HttpRequest) -> str:
        """Render the web page that shows the very chapters which the PDF prints."""
        shown = {**context, "document": self, "chapters": self.chapters(context)}
        return render_to_string("documents/page.html", shown, request=request)

    def digest(self, context: Mapping[str, object]) -> str:
        """Give the SHA-256 of all that page and PDF say, in hexadecimal."""
        said = [[chapter.id, chapter.title, chapter.html] for chapter in self.chapters(context)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @staticmethod
    def chapter(slug: str, title: str, template: str, context: Mapping[str, Any]) -> Chapter:
        """Render one chapter's template, which holds what stands below its title."""
        return Chapter(id=slug, title=str(title), html=render_to_string(template, dict(context)))


_ID = re.compile(r"[a-z][a-z0-9-]*\Z")


def make_document(
    cover: str,
    chapters: Sequence[Chapter],
    *,
    meta: Meta,
    attachments: Sequence[Attachment] = (),
    cache_dir: Path | None = None,
) -> bytes:
    """Make the whole PDF but its seal; `cover` is the markup of the first page.

    The same input gives the same bytes, whenever and wherever it is made with the same versions.
    """
    check_ids(chapters)
    with Press(cache_dir) as press:
        opening, *pieces = press.print(jobs(cover, chapters, meta=meta), unkept={front.COVER})
        contents = press.print([front.contents_job(pieces, meta=meta)])
    return assemble([opening, *contents], pieces, meta=meta, attachments=attachments)


def page_count(pdf: bytes) -> int:
    """Count the pages of a finished PDF."""
    with Pdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def check_ids(chapters: Sequence[Chapter]) -> None:
    """Refuse chapter ids that are doubled, reserved or of other signs than a-z, 0-9 and -."""
    seen = {front.COVER, front.CONTENTS}
    for chapter in chapters:
        if chapter.id in seen or not _ID.match(chapter.id):
            message = _("The chapter id “%(id)s” is doubled, reserved or ill-formed. Change it.")
            raise DocumentError(message % {"id": chapter.id})
        seen.add(chapter.id)


def jobs(cover: str, chapters: Sequence[Chapter], *, meta: Meta) -> list[PrintJob]:
    """Name what can be printed at once: the cover, and all chapters in their order."""
    numbered = enumerate(chapters, start=1)
    printed = [front.chapter_job(chapter, number=number, meta=meta) for number, chapter in numbered]
    return [front.cover_job(cover, meta=meta), *printed]


def assemble(
    opening: Sequence[RenderedChapter],
    pieces: Sequence[RenderedChapter],
    *,
    meta: Meta,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Join printed pieces to one file with an empty signature field, ready for the seal."""
    front_pages = sum(piece.pages for piece in opening)
    with merge.merged([*opening, *pieces]) as pdf:
        stamp.stamp(pdf, list(_pages(front_pages, pieces, meta)), meta)
        catalog.describe(pdf, meta, front_pages=front_pages)
        catalog.attach(pdf, attachments)
        field.add_field(pdf, label=meta.title)
        return _saved(pdf)


def _pages(
    front_pages: int, pieces: Sequence[RenderedChapter], meta: Meta
) -> Iterator[stamp.PageStamp]:
    for number in range(front_pages):
        yield stamp.PageStamp(left=meta.title if number else "", right="", label=_roman(number + 1))
    number, every = 0, sum(piece.pages for piece in pieces)
    for piece in pieces:
        for page in range(number + 1, number + piece.pages + 1):
            label = _("%(page)s of %(pages)s") % {"page": page, "pages": every}
            yield stamp.PageStamp(left=meta.title, right=piece.title, label=label)
        number += piece.pages


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            text, number = text + sign, number - value
    return text


def _saved(pdf: Pdf) -> bytes:
    """Write a classic cross-reference table: a seal appends to it and a short parser reads it."""
    output = BytesIO()
    pdf.save(
        output,
        force_version="1.7",
        object_stream_mode=ObjectStreamMode.disable,
        compress_streams=True,
        stream_decode_level=StreamDecodeLevel.none,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return output.getvalue()
