"""Printing processes: what they may reach, and how trouble in them is told."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError  # noqa: TID251  what the fetcher raises

from records.documents.errors import RenderError
from records.documents.markup import MarkupError
from records.documents.parts import PrintJob
from records.documents.press import Limits, Press
from records.documents.printing import Printer

PAGE = '<html lang="en"><body><h1>Title</h1>{}</body></html>'


def job(body: str) -> PrintJob:
    return PrintJob(id="body", title="Body", html=PAGE.format(body))


def trouble(body: str, limits: Limits | None = None) -> RenderError:
    with Press(limits=limits) as press, pytest.raises(RenderError) as caught:
        press.print([job(body)])
    return caught.value


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as running:
        yield running


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on loopback and note whoever calls."""
    hits: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            hits.append(caller.recv(200))
            caller.close()

    threading.Thread(target=serve, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1]}", hits
    server.close()


HOSTILE = {
    "picture": '<img alt="x" src="http://{0}/a.png">',
    "file": '<img alt="x" src="file:///etc/passwd">',
    "style": '<style>@import "http://{0}/a.css";</style>',
    "font": "<style>@font-face{{font-family:X;src:url(http://{0}/a.ttf)}}</style>",
    "sheet": '<link rel="stylesheet" href="http://{0}/a.css">',
    "svg picture": '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title>'
    '<image href="http://{0}/a.png" width="9" height="9"/></svg>',
    "object": '<object data="http://{0}/a.svg"></object>',
    "script": "<script>fetch('http://{0}/')</script>",
    "attachment": '<link rel="attachment" href="file:///etc/passwd">',
    "base": '<base href="http://{0}/"><img alt="x" src="a.png">',
    "inline style": '<p style="background:url(http://{0}/a.png)">x</p>',
    "script link": '<p><a href="javascript:alert(1)">x</a></p>',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_markup_is_refused_and_reaches_nothing(
    case: str, listener: tuple[str, list[bytes]], press: Press
) -> None:
    address, hits = listener

    with pytest.raises(RenderError) as caught:
        press.print([job(HOSTILE[case].format(address))])

    error = caught.value
    assert error.kind == "markup"
    assert error.message.startswith("The chapter “Body” could not be printed: its content cannot")
    assert hits == []


FETCHES = {
    "picture": '<img alt="x" src="http://{0}/a.png">',
    "file": '<img alt="x" src="file:///etc/passwd">',
    "style": '<style>@import "http://{0}/a.css";</style>',
    "font": "<style>@font-face{{font-family:X;src:url(http://{0}/a.ttf)}}</style>",
    "background": '<p style="background:url(http://{0}/a.png)">x</p>',
}


@pytest.mark.parametrize("case", FETCHES)
def test_fetcher_alone_stops_what_the_markup_check_would_miss(
    case: str, listener: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, hits = listener
    monkeypatch.setattr("records.documents.markup._check", lambda element: None)

    with pytest.raises(FatalURLFetchingError):
        Printer().print(PAGE.format(FETCHES[case].format(address)), prefix="body")

    assert hits == []


def test_picture_inside_a_drawing_is_not_fetched_either(
    listener: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, hits = listener
    monkeypatch.setattr("records.documents.markup._check", lambda element: None)

    # The engine leaves out what it cannot draw and goes on: only the listener can tell.
    Printer().print(PAGE.format(HOSTILE["svg picture"].format(address)), prefix="body")

    assert hits == []


def test_deep_nesting_is_told_as_such() -> None:
    body = '<div class="stats">' * 400 + "x" + "</div>" * 400

    error = trouble(body)

    assert error.kind == "nesting"
    assert error.message == (
        "The chapter “Body” could not be printed: its content is nested too deeply. "
        "Simplify what it quotes."
    )


def test_a_chapter_that_takes_too_long_is_stopped() -> None:
    error = trouble("<p>word word word</p>" * 20000, Limits(seconds=2.0))

    assert error.kind == "time"


def test_cpu_time_is_limited_too() -> None:
    error = trouble("<p>word word word</p>" * 20000, Limits(cpu=2))

    assert error.kind == "time"


def test_memory_is_limited() -> None:
    error = trouble("<p>word word word</p>" * 20000, Limits(memory=300 * 2**20))

    assert error.kind == "memory"


def test_the_press_goes_on_after_a_trouble() -> None:
    with Press() as press:
        with pytest.raises(RenderError):
            press.print([job('<img alt="x" src="a.png">')])
        (piece,) = press.print([job("<p>fine</p>")])

    assert piece.pages == 1


def test_process_has_no_network_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://canary@nowhere/x")
    with Press() as press:
        press.print([job("<p>fine</p>")])
        folder = Path(f"/proc/{press._all[0].child.pid}")
        environment = (folder / "environ").read_bytes()
        routes = (folder / "net/dev").read_text()

    assert b"canary" not in environment
    assert [line.split(":")[0].strip() for line in routes.splitlines()[2:]] == ["lo"]


def test_unprintable_letters_are_spelled_out() -> None:
    piece = Printer().print(PAGE.format("<h3>中文 ok \u202e Ωβ ✓\ufe0f</h3>"), prefix="body")

    assert piece.headings[1].text == "[U+4E2D][U+6587] ok [U+202E] Ωβ ✓"


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("p{opacity:.5}", "text has an opacity"),
        ("@page{@top-left{content:'x'}}", "something stands in the page margin"),
    ],
)
def test_styles_that_lose_tags_are_refused(
    style: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.documents.markup._check", lambda element: None)

    with pytest.raises(MarkupError, match=words):
        Printer().print(PAGE.format(f"<style>{style}</style><p>faint</p>"), prefix="body")
