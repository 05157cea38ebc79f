"""Whole documents: the same bytes, the shelf, links between chapters, what is stamped."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Pdf

from records.documents.errors import DocumentError
from records.documents.making import make_document
from records.documents.parts import Chapter
from records.documents.press import Press
from tests.records.documents import sample, structure

ROOT = Path(__file__).resolve().parents[3]
AGAIN = """
import hashlib, sys
import django
from django.conf import settings
settings.configure(
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": ["templates"]}]
)
django.setup()
from records.documents.making import make_document
from tests.records.documents import sample
pdf = make_document(sample.cover(), sample.chapters(), meta=sample.META, attachments=sample.FILES)
print(hashlib.sha256(pdf).hexdigest())
"""


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def two(first: str = "<p>One</p>", second: str = "<p>Two</p>") -> list[Chapter]:
    return [Chapter("first", "First", first), Chapter("second", "Second", second)]


def make(chapters: list[Chapter], **values: object) -> bytes:
    return make_document("<h1>Cover</h1>", chapters, meta=sample.META, **values)


def test_same_input_gives_same_bytes_in_another_process_and_zone(sample_pdf: bytes) -> None:
    digests = {hashlib.sha256(sample_pdf).hexdigest()}
    for zone in ("Asia/Tokyo", "America/New_York"):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(len(zone))}
        done = subprocess.run(
            [sys.executable, "-c", AGAIN],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        digests.add(done.stdout.strip())

    assert len(digests) == 1


def test_one_worker_and_the_shelf_give_the_same_bytes(sample_pdf: bytes, tmp_path: Path) -> None:
    meta, files = sample.META, sample.FILES
    first = make_document(
        sample.cover(), sample.chapters(), meta=meta, attachments=files, cache_dir=tmp_path
    )
    again = make_document(
        sample.cover(), sample.chapters(), meta=meta, attachments=files, cache_dir=tmp_path
    )

    assert first == again == sample_pdf


def test_only_the_changed_chapter_is_printed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(two(), cache_dir=tmp_path)
    printed: list[str] = []
    plain = Press._print_one
    monkeypatch.setattr(Press, "_print_one", lambda s, job: printed.append(job.id) or plain(s, job))

    pdf = make(two(second="<p>Changed</p>"), cache_dir=tmp_path)

    assert sorted(printed) == ["front", "second"]
    assert "Changed" in text_of(pdf)


def test_contents_are_printed_again_only_where_a_line_of_them_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(two(), cache_dir=tmp_path)
    printed: list[str] = []
    plain = Press._print_one
    monkeypatch.setattr(Press, "_print_one", lambda s, job: printed.append(job.id) or plain(s, job))

    pdf = make(two(second="<h3>A new section</h3><p>Two</p>"), cache_dir=tmp_path)

    assert sorted(printed) == ["contents", "front", "second"]
    assert "A new section" in text_of(pdf, "-f", "2", "-l", "2")


def test_a_new_footer_prints_no_chapter_again(tmp_path: Path) -> None:
    make(two(), cache_dir=tmp_path)
    before = sorted(tmp_path.iterdir())

    meta = replace(sample.META, footer="Checkpoint 18,222", watermark="SAMPLE")
    pdf = make_document("<h1>Cover</h1>", two(), meta=meta, cache_dir=tmp_path)

    assert sorted(tmp_path.iterdir()) == before
    assert text_of(pdf).count("Checkpoint 18,222") == 4


def test_a_damaged_piece_is_printed_anew(tmp_path: Path) -> None:
    good = make(two(), cache_dir=tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)

    assert make(two(), cache_dir=tmp_path) == good


def test_prune_keeps_the_pieces_used_last(tmp_path: Path) -> None:
    from records.documents.cache import Shelf

    make(two(), cache_dir=tmp_path)
    *old, new = sorted(tmp_path.iterdir())
    for path in old:
        os.utime(path, (1, 1))

    Shelf(tmp_path).prune(keep_bytes=new.stat().st_size)

    assert list(tmp_path.iterdir()) == [new]


def test_links_lead_across_chapters_and_contents_to_pages() -> None:
    pdf = make(two('<p>See <a href="#goal">the goal</a></p>', '<h3 id="goal">The goal</h3>'))

    with Pdf.open(BytesIO(pdf)) as opened:
        names = opened.Root.Names.Dests.Names
        places = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
        link = opened.pages[2].obj.Annots[0]
        targets = [str(note.Dest) for note in opened.pages[1].obj.Annots]

        assert (str(link.Dest), str(link.Contents)) == ("goal", "the goal")
        assert places["goal"][0].objgen == opened.pages[3].obj.objgen
        assert targets == ["first.1", "second.1", "goal"]
        assert [page.label for page in opened.pages] == ["i", "ii", "1", "2"]


def test_contents_name_the_printed_pages(sample_pdf: bytes) -> None:
    contents = text_of(sample_pdf, "-layout", "-f", "2", "-l", "2").splitlines()
    lines = {" ".join(line.split()) for line in contents}

    assert {"4 Register of the unit 4", "5 Completeness 7", "6.2 Files inside 8"} <= lines


@pytest.mark.parametrize(
    ("chapters", "words"),
    [
        (two('<p><a href="#none">x</a></p>'), "A link leads to “none”"),
        (two('<p id="a">x</p>', '<p id="a">y</p>'), "Two chapters both use the id “a”"),
        ([*two(), Chapter("first", "Again", "<p>x</p>")], "The chapter id “first” is doubled"),
        ([Chapter("A b", "Ill", "<p>x</p>")], "The chapter id “A b” is doubled"),
        ([Chapter("front", "Front", "<p>x</p>")], "The chapter id “front” is doubled"),
        ([Chapter("contents", "List", "<p>x</p>")], "The chapter id “contents” is doubled"),
    ],
    ids=[
        "dead link",
        "doubled anchor",
        "doubled chapter",
        "ill-formed",
        "reserved",
        "reserved too",
    ],
)
def test_document_is_refused_with_a_sentence(chapters: list[Chapter], words: str) -> None:
    with pytest.raises(DocumentError) as trouble:
        make(chapters)

    assert trouble.value.message.startswith(words)


def test_watermark_is_an_artifact_on_every_page_and_solid(sample_pdf: bytes) -> None:
    meta = replace(sample.META, watermark="SAMPLE")
    pdf = make_document("<h1>Cover</h1>", two(), meta=meta)

    shown = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    assert [text.count("SAMPLE") for text in shown] == [1, 1, 1, 1]
    assert "SAMPLE" not in text_of(sample_pdf)
    with Pdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            marks = [
                operands[1].get("/Subtype")
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and str(operands[0]) == "/Artifact" and len(operands) > 1
            ]
            assert "/Watermark" in marks


def test_footer_stands_on_every_page(sample_pdf: bytes) -> None:
    pages = text_of(sample_pdf).split("\f")[:-1]

    assert len(pages) == 10
    assert all(f"root {sample.ROOT[:16]}" in page for page in pages)


def test_print_time_and_engine_leave_no_trace(sample_pdf: bytes) -> None:
    with Pdf.open(BytesIO(sample_pdf)) as opened:
        info = {key: str(value) for key, value in opened.docinfo.items()}

    assert info["/CreationDate"] == info["/ModDate"] == "D:20260314163000Z"
    assert b"WeasyPrint" not in sample_pdf


def test_a_word_and_a_text_of_a_hundred_thousand_letters_are_printed_whole() -> None:
    words = " ".join(f"w{number}" for number in range(16000))
    cell = '<table><tbody><tr><th scope="row">a</th><td>{}</td></tr></tbody></table>'

    pdf = make(two(f"<p>{'x' * 100_000}</p>", cell.format(words)))

    shown = text_of(pdf)
    assert shown.count("x") == 100_000
    assert {f"w{number}" for number in range(16000)} <= set(shown.split())
    assert structure.problems(pdf) == []


def test_long_titles_and_footers_are_shortened() -> None:
    meta = replace(sample.META, title="Long " * 60, footer="Words " * 80)
    chapter = Chapter("first", "Title " * 20, "<p>x</p>")

    lines = text_of(make_document("<h1>C</h1>", [chapter], meta=meta), "-layout").splitlines()

    assert sum(line.count("…") for line in lines) >= 3
    assert [line.split()[-1] for line in lines if line.startswith("Words")] == ["i", "ii", "1"]
