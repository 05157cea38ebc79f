"""Wrap chapters, cover and contents in complete markup for the printing processes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from records.documents.parts import Chapter, Meta, PrintedHeading, PrintJob, RenderedChapter

# The ids of the pieces that stand before the chapters.
COVER, CONTENTS = "front", "contents"

_CHAPTER, _DEPTH = 2, 3
_LINES_OF_A_PAGE = 30
_SECTION = re.compile(r"<h3(?: [^>]*)?>")


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents list."""

    level: int
    number: int
    text: str
    anchor: str
    page: int


def chapter_job(chapter: Chapter, *, number: int, meta: Meta) -> PrintJob:
    """Put a chapter's body under its title, by the template that the web page uses too.

    On paper sections bear numbers, so that a finding can cite them.
    """
    numbered = replace(chapter, html=_numbered(chapter.html, number))
    context = {"number": number, "language": meta.language, "chapter": _safe(numbered)}
    html = render_to_string("documents/chapter.html", context)
    return PrintJob(id=chapter.id, title=chapter.title, html=html)


def cover_job(cover: str, *, meta: Meta) -> PrintJob:
    """Write the cover."""
    context = {
        "language": meta.language,
        "title": meta.title,
        "cover": mark_safe(cover),  # noqa: S308  rendered by a template
    }
    return PrintJob(
        id=COVER, title=meta.title, html=render_to_string("documents/front.html", context)
    )


def contents_job(pieces: Sequence[RenderedChapter], *, meta: Meta) -> PrintJob:
    """Write the contents list, once the pages of all chapters are known."""
    title = _("Contents")
    context = {"language": meta.language, "title": title, "lines": contents(pieces)}
    return PrintJob(
        id=CONTENTS, title=title, html=render_to_string("documents/contents.html", context)
    )


def contents(pieces: Sequence[RenderedChapter]) -> list[ContentsLine]:
    """List the headings of chapters and sections with the page each is printed on.

    Where they take more than a page, those of chapters of one page are left out.
    """
    listed = [each for piece in pieces for each in piece.headings if each.level <= _DEPTH]
    is_short = len(listed) <= _LINES_OF_A_PAGE
    lines: list[ContentsLine] = []
    before = 1
    for number, piece in enumerate(pieces, start=1):
        lines += [
            ContentsLine(heading.level, number, _text(heading, number), heading.anchor, page)
            for heading in piece.headings
            if heading.level <= (_DEPTH if is_short or piece.pages > 1 else _CHAPTER)
            for page in [before + heading.page]
        ]
        before += piece.pages
    return lines


def _numbered(html: str, number: int) -> str:
    sections = count(1)
    return _SECTION.sub(
        lambda found: f'{found[0]}<span class="section-number">{number}.{next(sections)}</span> ',
        html,
    )


def _text(heading: PrintedHeading, number: int) -> str:
    """Leave the chapter's number out of its title: the list shows it in a column of its own."""
    if heading.level != _CHAPTER:
        return heading.text
    return heading.text.removeprefix(str(number)).strip()


def _safe(chapter: Chapter) -> dict[str, str]:
    body = mark_safe(chapter.html)  # noqa: S308  rendered by a template
    return {"id": chapter.id, "title": chapter.title, "html": body}
