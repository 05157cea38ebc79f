"""Signing what waits for it, until the signature stands in a signed checkpoint."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from config.bench.works import threads
from governance import signing
from governance.actions import signoffs
from governance.models import Person, SignOff
from governance.rules import Meaning, SignOffState
from records.actors import Actor
from records.ledger import book
from records.models import Entry

LOOK = 0.01


def work(
    *, begin_at: float, seconds: float, writers: int, share: int, shares: int
) -> dict[str, Any]:
    """Return the seconds from the signature to its receipt; a writer signs a few, then rests."""
    member = Person.objects.get(email="member1@bench.example")
    # Shared out before what is signed is left out: another process may have begun to sign.
    every = list(SignOff.objects.order_by("id"))[share::shares]
    mine = [each for each in every if each.state == SignOffState.REQUESTED]
    times: list[float] = []
    rows = [_writer(mine[number::writers], member, times) for number in range(writers)]
    threads.write(rows, begin_at=begin_at, seconds=seconds)
    return {"times": times}


def _writer(own: list[SignOff], member: Person, times: list[float]) -> Callable[[], object]:
    def sign() -> None:
        if not own:
            time.sleep(LOOK)
            return
        asked = own.pop()
        began = time.perf_counter()
        signoffs.sign(
            asked,
            actor=Actor.of(member),
            meaning=Meaning.APPROVED,
            confirmation=signing.Confirmation("bench", timezone.now()),
            shown=[item["digest"] for item in asked.items],
        )
        _wait_for_receipt(asked.pk)
        times.append(time.perf_counter() - began)

    return sign


def _wait_for_receipt(key: UUID) -> None:
    while True:
        entry = Entry.objects.filter(object_id=key).select_related("place").latest("occurred_at")
        place = getattr(entry, "place", None)
        if place is not None and book.checkpoint_covering(place.pos) is not None:
            return
        time.sleep(LOOK)
