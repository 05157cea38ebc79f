"""The ledger in the database: appending entries and giving them their places in the tree."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from records.actors import Actor
from records.ids import new_id
from records.ledger import keys, note, tree
from records.ledger.canonical import JSON, canonical
from records.models.ledger import Checkpoint, Entry, Pending, Place, Tile

# "countersign sequencer" in the space of advisory locks.
SEQUENCER_LOCK = 4_200_142_001
TILE = 256
# So many entries go to the database at once.
SET = 500

# The columns of an entry, each with its type: every act writes here, so the words are made once.
COLUMNS = {
    "id": "uuid",
    "occurred_at": "timestamptz",
    "actor_kind": "text",
    "actor_id": "text",
    "verb": "text",
    "kind": "text",
    "object_id": "uuid",
    "body": "text",
    "leaf": "bytea",
}
_NAMES = ", ".join(COLUMNS)
_LISTS = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
_APPEND = (
    f"WITH written AS (INSERT INTO {Entry._meta.db_table} ({_NAMES})"  # noqa: S608 - no input
    f" SELECT * FROM unnest({_LISTS}) RETURNING id, leaf)"
    f" INSERT INTO {Pending._meta.db_table} (entry_id, leaf) SELECT id, leaf FROM written"
)


@dataclass(frozen=True)
class NewEntry:
    """An entry to append: its moment, who acted, and the body as plain values."""

    moment: datetime
    actor: Actor
    body: dict[str, JSON]


def append(new: Sequence[NewEntry]) -> list[Entry]:
    """Append entries in the caller's transaction; leaves are hashed here, places come later."""
    entries = [_entry(item) for item in new]
    for start in range(0, len(entries), SET):
        _write(entries[start : start + SET])
    return entries


def _write(entries: Sequence[Entry]) -> None:
    """Write entries with what lets them wait for their places, in one statement."""
    columns = [[getattr(entry, name) for entry in entries] for name in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, columns)


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
        object_id=UUID(str(about["id"])),
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
        _tiles(start // TILE, frontier.size // TILE)
        _checkpoint(frontier)
        return len(waiting)


def _tiles(first: int, beyond: int) -> None:
    """Store the roots of the blocks of leaves that have become complete."""
    for index in range(first, beyond):
        block = Place.objects.filter(pos__gte=index * TILE, pos__lt=(index + 1) * TILE)
        leaves = [bytes(leaf) for leaf in block.order_by("pos").values_list("leaf", flat=True)]
        Tile.objects.create(index=index, root=tree.root(leaves))


def _frontier() -> tree.Frontier:
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return tree.Frontier()
    return tree.Frontier(last.size, [bytes.fromhex(text) for text in last.frontier])


def _checkpoint(frontier: tree.Frontier) -> None:
    statement = note.TreeHead(settings.LEDGER_ORIGIN, frontier.size, frontier.root())
    key = keys.load_or_create_ledger_key(settings.LEDGER_KEY)
    _publish(key.public_key())
    Checkpoint.objects.create(
        size=frontier.size,
        root=frontier.root(),
        note=note.sign(statement, key),
        frontier=[node.hex() for node in frontier.hashes],
        made_at=timezone.now(),
    )


def _publish(public: Ed25519PublicKey) -> None:
    """Put the public key beside the private one: whoever verifies must not hold the latter."""
    text = note.vkey(settings.LEDGER_ORIGIN, public) + "\n"
    path = settings.LEDGER_KEY.with_suffix(".vkey")
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def public_key() -> Ed25519PublicKey | None:
    """Return the ledger's public key; None before the first checkpoint."""
    path = settings.LEDGER_KEY.with_suffix(".vkey")
    if not path.exists():
        return None
    return note.parse_vkey(path.read_text(encoding="utf-8").strip())[1]


def latest() -> Checkpoint | None:
    """Return the newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def checkpoint_covering(pos: int) -> Checkpoint | None:
    """Return the first checkpoint whose tree includes the entry at `pos`."""
    return Checkpoint.objects.filter(size__gt=pos).order_by("size").first()
