"""Where pages end: no row and no fact stands alone before or behind it."""

import pypdfium2
import pytest

from records.documents.making import make_document
from records.documents.parts import Chapter
from tests.records.documents import sample

# What stands before the rows moves the end of the page through them.
LINES = range(20, 32)


def table(rows):
    body = "".join(f'<tr><th scope="row">Row {n}</th><td>told</td></tr>' for n in rows)
    head = "<thead><tr><th>What</th><th>How</th></tr></thead>"
    return f"<h3>Table</h3><table>{head}<tbody>{body}</tbody></table>"


def facts(rows):
    told = "".join(f'<div class="fact"><dt>Row {n}</dt><dd>told</dd></div>' for n in rows)
    return f'<h3>Facts</h3><dl class="facts">{told}</dl>'


@pytest.mark.parametrize("made", [table, facts])
def test_rows_part_at_least_two_by_two(made):
    chapters = [
        Chapter(f"c{lines}", f"Chapter {lines}", "<p>Line.</p>" * lines + made(range(1, 7)))
        for lines in LINES
    ]
    pdf = make_document(sample.cover(), chapters, meta=sample.META, attachments=())
    shown = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]

    counts = [count for count in (page.count("Row ") for page in shown) if count]
    assert sum(counts) == 6 * len(LINES)
    assert any(count < 6 for count in counts)
    assert 1 not in counts
