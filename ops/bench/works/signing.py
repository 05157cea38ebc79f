"""Signing what waits for it, until the signature stands in a signed checkpoint."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from governance.models import Person, SignOff
from governance.rules import Factor, Meaning, SignOffState
from governance.signoff import actions as signoffs
from governance.signoff import signing
from ops.bench.works import threads
from records.actors import Actor
from records.ledger import book
from records.models import Entry

LOOK = 0.01


def work(
    *, meeting: str, seconds: float, writers: int, share: int, shares: int
) -> dict[str, object]:
    """Return the seconds from the signature to its receipt; a writer signs a few, then rests."""
    member = Person.objects.get(email="member1@bench.example")
    # Shared out before what is signed is left out: another process may have begun to sign.
    every = list(SignOff.objects.order_by("id"))[share::shares]
    mine = [each for each in every if each.state == SignOffState.REQUESTED]
    times: list[float] = []
    rows = [_writer(mine[number::writers], member, times) for number in range(writers)]
    ready = partial(threads.meet, Path(meeting), share=share, shares=shares)
    threads.write(rows, ready=ready, seconds=seconds)
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
            confirmation=signing.Confirmation(Factor.PASSWORD, timezone.now(), asked.pk),
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
