"""The process that looks through one PDF: it stands on standard input, one line of JSON answers.

Every object is looked at, those within compressed object streams too. What streams hold (pictures,
the drawing of pages) is not unpacked: nothing in it can act.
"""

import io
import json
import signal
import sys
import time
from collections.abc import Iterator
from math import ceil
from typing import Any

import pikepdf

from records.documents.fence import fence, in_use

MOST_OBJECTS = 200_000
DEEPEST = 100
# Names under which a document keeps what acts, or files; their value is never a plain word there.
HOLDERS = ("/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent")
ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE",
                     "/RichMediaExecute", "/Rendition", "/Movie", "/Sound"})  # fmt: skip
SUBTYPES = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"})
# What the library says of a stream that it gave up; it goes on without what was in it.
UNREAD = ("decoding", "unfilterable", "object stream", "bad_alloc")
CONTAINERS = (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)


def main() -> None:
    """Read, fence oneself in, look through, answer; arguments: bytes and seconds of CPU."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    data = sys.stdin.buffer.read()
    # The fence knows whole seconds alone; this signal ends the process before.
    signal.setitimer(signal.ITIMER_PROF, max(0.01, seconds - time.process_time()))
    fence(memory=in_use() + memory, seconds=ceil(seconds))
    json.dump(look_through(data), sys.stdout)


def look_through(data: bytes) -> dict[str, str]:
    """Return what can act, or why the file cannot be looked through; nothing where all is well."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            is_repaired = bool(document.get_warnings())
            if len(document.objects) > MOST_OBJECTS:
                return {"trouble": "much"}
            found = next(_active(document), None)
            if found is None and _hides(document, is_repaired=is_repaired):
                return {"trouble": "much"}
    except pikepdf.PasswordError:
        return {"trouble": "password"}
    except pikepdf.PdfError:
        return {"trouble": "damaged"}
    except (MemoryError, RecursionError):
        return {"trouble": "much"}
    return {"active": found} if found else {}


def _hides(document: pikepdf.Pdf, *, is_repaired: bool) -> bool:
    """Say whether objects were passed over that another reader might find.

    A stream of objects may be too large to unpack, and a repaired table leaves all of them out.
    """
    if any(sign in str(told) for told in document.get_warnings() for sign in UNREAD):
        return True
    streams = (item for item in document.objects if isinstance(item, pikepdf.Stream))
    return is_repaired and any(str(stream.get("/Type")) == "/ObjStm" for stream in streams)


def _active(document: pikepdf.Pdf) -> Iterator[str]:
    # An action at opening may only lead to a page; links that a person follows are left alone.
    opening = document.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) != "/GoTo":
        yield "OpenAction"
    for item in document.objects:
        yield from _within(item, depth=0)


def _within(item: Any, *, depth: int) -> Iterator[str]:
    """Yield what acts within an object, down to the objects that are listed by themselves."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(item, pikepdf.Array):
        yield from (found for each in item for found in _below(each, depth))
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        values = dict(item.items())
        yield from _held(values)
        yield from (found for each in values.values() for found in _below(each, depth))


def _below(item: Any, depth: int) -> Iterator[str]:
    if isinstance(item, CONTAINERS) and not item.is_indirect:
        yield from _within(item, depth=depth + 1)


def _held(values: dict[str, Any]) -> Iterator[str]:
    yield from (name[1:] for name in HOLDERS if isinstance(values.get(name), CONTAINERS))
    if isinstance(values.get("/AA"), pikepdf.Dictionary):  # what happens without being asked for
        yield "AA"
    for name, known in (("/S", ACTIONS), ("/Subtype", SUBTYPES)):
        word = values.get(name)
        if isinstance(word, pikepdf.Name) and str(word) in known:
            yield str(word)[1:]


if __name__ == "__main__":
    main()
