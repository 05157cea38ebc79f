"""Documents as declared, and their QR codes."""

from xml.etree import ElementTree

import segno

from records.documents.making import Document
from records.documents.parts import Chapter
from records.documents.qr import qr_svg

SVG = "{http://www.w3.org/2000/svg}"


class Cover(Document):
    slug = "cover"
    title = "Cover"
    template = "documents/cover.html"


def test_document_of_one_template_has_one_chapter() -> None:
    (chapter,) = Cover().chapters({"title": "A & B", "kind": "Pack"})

    assert (chapter.id, chapter.title) == ("cover", "Cover")
    assert "<h1>A &amp; B</h1>" in chapter.html


def test_digest_follows_what_is_said() -> None:
    first = Cover().digest({"title": "A"})

    assert first == Cover().digest({"title": "A", "unused": 1})
    assert first != Cover().digest({"title": "B"})
    assert len(first) == 64


def test_chapters_may_be_overridden() -> None:
    class Two(Document):
        slug = "two"
        title = "Two"
        template = "documents/cover.html"

        def chapters(self, context: object) -> list[Chapter]:
            return [Chapter("a", "A", "<p>a</p>"), Chapter("b", "B", "<p>b</p>")]

    assert Two().digest({}) != Cover().digest({})


def test_qr_code_draws_every_dark_module_and_escapes_its_title() -> None:
    root = ElementTree.fromstring(qr_svg("countersign", "<Code>"))  # noqa: S314
    path = root.find(f"{SVG}path")
    dark = sum(map(sum, segno.make("countersign", error="m", micro=False).matrix))

    drawn = sum(int(run.split("h")[1].split("v")[0]) for run in path.get("d").split("M")[1:])

    assert root.findtext(f"{SVG}title") == "<Code>"
    assert (drawn, len(root)) == (dark, 2)
