"""Printing a document of twelve chapters: all of it, and again after one of them changed."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf

from ops.bench import texts
from ops.bench.works.watching import watched
from records.documents.making import make_document
from records.documents.parts import Chapter, Meta

CHAPTERS, ROWS = 12, 12
META = Meta(
    title="A document of the bench",
    subject="Measured",
    author="Countersign",
    language="en",
    created=datetime(2026, 11, 1, tzinfo=UTC),
    identifier="bench",
    footer="Ledger size 1",
)
COVER = "<h1>A document of the bench</h1>"


def work(*, pages: int) -> dict[str, object]:
    """Return the seconds of a document of about so many pages, and of one chapter changed."""
    every = _chapters(pages)
    changed = [*every]
    changed[5] = replace(every[5], html=every[5].html.replace("</p>", " Changed.</p>", 1))
    with tempfile.TemporaryDirectory() as folder, watched() as peak:
        cold, first = _make(every, Path(folder))
        warm, _second = _make(changed, Path(folder))
    with pikepdf.open(BytesIO(first)) as pdf:
        return {"cold": cold, "warm": warm, "pages": len(pdf.pages), "peak_mib": peak.mib}


def _make(chapters: Sequence[Chapter], shelf: Path) -> tuple[float, bytes]:
    began = time.perf_counter()
    made = make_document(COVER, chapters, meta=META, cache_dir=shelf)
    return time.perf_counter() - began, made


def _chapters(pages: int) -> list[Chapter]:
    """Make chapters of sections that take about a page each, most of it a table."""
    random = Random(20_260_727)  # noqa: S311 - the same document each time, nothing secret
    sections = round(pages / CHAPTERS)
    return [
        Chapter(
            id=f"chapter-{number}",
            title=f"{texts.name(random)} ({number})",
            html="".join(_section(random) for _ in range(sections)),
        )
        for number in range(1, CHAPTERS + 1)
    ]


def _section(random: Random) -> str:
    rows = "".join(
        f'<tr><th scope="row">{texts.name(random)[:40]}</th>'
        f"<td>{texts.prose(random, sentences=1)}</td><td>UC-{random.randint(1, 9999):04d}</td></tr>"
        for _ in range(ROWS)
    )
    return (
        f"<h3>{texts.name(random)}</h3><p>{texts.prose(random, sentences=4)}</p>"
        "<table><thead><tr><th>What</th><th>Says</th><th>Where</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
