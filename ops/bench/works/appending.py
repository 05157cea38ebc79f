"""Appending to the ledger without any record behind it."""

from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from ops.bench.works import threads
from records.actors import Actor
from records.ids import new_id
from records.ledger import book

ACTOR = Actor.system("bench")
FACTS = {"words": "x" * 250}  # about the length of an ordinary entry


def work(
    *, meeting: str, seconds: float, writers: int, share: int, shares: int
) -> dict[str, object]:
    """Return the seconds of each append; its process is `share` of `shares`."""
    ready = partial(threads.meet, Path(meeting), share=share, shares=shares)
    return {"times": threads.write([_append] * writers, ready=ready, seconds=seconds)}


def _append() -> None:
    with transaction.atomic():
        book.append([entry()])


def entry() -> book.NewEntry:
    """Make an entry on an object of its own."""
    now, key = timezone.now(), str(new_id())
    body = {
        "v": 1,
        "act": new_id(),
        "at": now,
        "actor": ACTOR.facts(),
        "verb": "bench.entry.append",
        "object": {"kind": "bench.entry", "id": key, "ref": "", "version": 1},
        "rows": [],
        "after": key.replace("-", "") * 2,
        "facts": FACTS,
    }
    return book.NewEntry(moment=now, actor=ACTOR, body=body)
