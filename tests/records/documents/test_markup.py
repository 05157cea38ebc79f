"""What markup is refused, and what is repaired before layout."""

from xml.etree import ElementTree

import pytest

from records.documents.markup import MarkupError, headings, prepare, text_of

DRAWABLE = frozenset(range(32, 127))
SVG = '<svg xmlns="http://www.w3.org/2000/svg"{}>{}</svg>'


def prepared(body: str) -> ElementTree.Element:
    root = ElementTree.fromstring(f"<body>{body}</body>")  # noqa: S314
    prepare(root, prefix="part", drawable=DRAWABLE)
    return root


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<style>p{}</style>", "it holds a <style> element"),
        ("<form/>", "it holds a <form> element"),
        ('<p style="color:red">x</p>', "a <p> element has a style attribute"),
        (SVG.format("", "<path/>"), "a drawing has no <title> as first child"),
        (SVG.format("", "<title> </title>"), "a drawing has no <title> as first child"),
        (SVG.format("", '<title>t</title><use href="/i.svg#a"/>'), "a drawing is taken from"),
        ('<img src="data:image/png;base64,x"/>', "a picture has no alternative text"),
        ('<img alt="x" src="a.png"/>', "a picture is neither drawn as SVG nor embedded"),
        ('<a href="javascript:x">y</a>', "a link leads to “javascript:x”"),
        ('<a href="//host/x">y</a>', "a link leads to “//host/x”"),
        ('<a href="https://x.example/"/>', "the link to “https://x.example/” has no text"),
        ('<p id="a b"/>', "the id “a b” has other signs"),
        ('<p id="a"/><p id="a"/>', "the id “a” occurs twice"),
    ],
)
def test_markup_is_refused(body: str, words: str) -> None:
    with pytest.raises(MarkupError, match=words.replace("(", r"\(")):
        prepared(body)


def test_hidden_and_decorative_parts_are_left_out() -> None:
    root = prepared(f'a<button hidden="">no</button>b{SVG.format(" aria-hidden='true'", "")}c')

    assert (text_of(root), len(root)) == ("abc", 0)


def test_headings_without_id_get_one() -> None:
    root = prepared('<h2>One</h2><h3 id="own">Two  x</h3>')

    assert list(headings(root)) == [(2, "One", "part.1"), (3, "Two x", "own")]


def test_links_are_tied() -> None:
    root = prepared(
        '<p id="here"/><a href="#here">a</a><a href="#there">b</a><a href="/site/">c</a>'
        '<a href="mailto:a@b.example">d</a>'
    )

    assert [link.get("href") for link in root.iter("a")] == [
        "#here",
        "document:there",
        None,
        "mailto:a@b.example",
    ]


def test_header_cells_get_a_direction() -> None:
    root = prepared(
        "<table><thead><tr><th>a</th></tr></thead>"
        '<tbody><tr><th>b</th><th scope="col">c</th></tr></tbody></table>'
    )

    assert [cell.get("scope") for cell in root.iter("th")] == ["col", "row", "col"]


def test_endless_words_may_break_and_others_stay() -> None:
    root = prepared(f"<p>{'x' * 300} {'y' * 299}</p>")

    endless, whole = text_of(root).split()
    assert endless.split("\u200b") == ["x" * 64] * 4 + ["x" * 44]
    assert whole == "y" * 299


def test_undrawable_letters_are_written_by_number() -> None:
    root = prepared("<p>a\u4e2d<b>b</b>\U0001f600\u00ad\ufe0f\u202e</p>")

    assert text_of(root) == "a[U+4E2D]b[U+1F600]\u00ad[U+202E]"
