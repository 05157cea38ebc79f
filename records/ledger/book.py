"""The ledger in the database: appending entries and giving them their places in the tree."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from records.actors import Actor
from records.ids import new_id
from records.ledger import keys, note, tree
from records.ledger.canonical import canonical
from records.models.ledger import Checkpoint, Entry, Pending, Place

# "countersign sequencer" in the space of advisory locks.
SEQUENCER_LOCK = 4_200_142_001


@dataclass(frozen=True)
class NewEntry:
    """An entry to append: its moment, who acted, and the body as plain values."""

    moment: datetime
    actor: Actor
    body: dict[str, Any]


def append(new: Sequence[NewEntry]) -> list[Entry]:
    """Append entries within the caller's transaction; the leaf is hashed here, the place comes later."""
    entries = [_entry(item) for item in new]
    Entry.objects.bulk_create(entries, batch_size=500)
    Pending.objects.bulk_create(
        [Pending(entry=entry, leaf=entry.leaf) for entry in entries], batch_size=1000
    )
    return entries


def _entry(item: NewEntry) -> Entry:
    text = canonical(item.body)
    about = item.body["object"]
    return Entry(
        id=new_id(),
        occurred_at=item.moment,
        actor_kind=item.actor.kind,
        actor_id=item.actor.id,
        verb=item.body["verb"],
        kind=about["kind"],
        object_id=about["id"],
        body=text.decode(),
        leaf=hashlib.sha256(b"\x00" + text).digest(),
    )


def take_lock() -> bool:
    """Become the one sequencer of this database, for as long as the connection lives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SEQUENCER_LOCK])
        return bool(cursor.fetchone()[0])


def sequence(limit: int = 5000) -> int:
    """Give waiting entries their places and sign the new size; return how many were placed.

    Entries are taken from `pending`, never by "id greater than the last": that loses entries whose
    transaction commits late. Caller must hold the sequencer's lock.
    """
    with transaction.atomic():
        waiting = list(Pending.objects.order_by("entry_id")[:limit])
        if not waiting:
            return 0
        frontier = _frontier()
        start = frontier.size
        for pending in waiting:
            frontier.append(bytes(pending.leaf))
        Place.objects.bulk_create(
            [
                Place(pos=start + number, entry_id=pending.entry_id, leaf=pending.leaf)
                for number, pending in enumerate(waiting)
            ],
            batch_size=1000,
        )
        Pending.objects.filter(pk__in=[pending.pk for pending in waiting]).delete()
        _checkpoint(frontier)
        return len(waiting)


def _frontier() -> tree.Frontier:
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return tree.Frontier()
    return tree.Frontier(last.size, [bytes.fromhex(text) for text in last.frontier])


def _checkpoint(frontier: tree.Frontier) -> None:
    statement = note.Checkpoint(settings.LEDGER_ORIGIN, frontier.size, frontier.root())
    key = keys.load_or_create_ledger_key(settings.LEDGER_KEY)
    Checkpoint.objects.create(
        size=frontier.size,
        root=frontier.root(),
        note=note.sign(statement, key),
        frontier=[node.hex() for node in frontier.hashes],
        made_at=timezone.now(),
    )


def latest() -> Checkpoint | None:
    """Return the newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def checkpoint_covering(pos: int) -> Checkpoint | None:
    """Return the first checkpoint whose tree includes the entry at `pos`."""
    return Checkpoint.objects.filter(size__gt=pos).order_by("size").first()
