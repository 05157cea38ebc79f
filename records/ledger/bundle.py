"""What leaves the house with a pack: entries, their proofs, the checkpoint and the keys."""

import base64
import hashlib
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection
from django.utils import timezone

from records.errors import NotNowError
from records.ledger import anchors, book, keys, tree
from records.ledger.canonical import JSON
from records.models.ledger import Checkpoint, Pending, Place, SettledMoment, Tile

PATIENCE = timedelta(seconds=20)


def settle(moment: datetime) -> Checkpoint:
    """Return the checkpoint that covers everything recorded up to `moment`, and remember it.

    Waits for transactions that were open then, and for the sequencer; raises NotNowError where
    it takes too long. The same moment always gets the same checkpoint.
    """
    if known := SettledMoment.objects.filter(moment=moment).first():
        return Checkpoint.objects.get(size=known.size)
    deadline = timezone.now() + PATIENCE
    limit = _open_until()
    while not _is_settled(moment, limit):
        if timezone.now() > deadline:
            raise NotNowError(
                "The ledger is behind: recent acts have no place in the tree yet. "
                "Check that the sequencer runs, then try again."
            )
        time.sleep(0.02)
    newest = book.latest()
    if newest is None:
        raise NotNowError("Nothing has been recorded yet.")
    SettledMoment.objects.bulk_create(
        [SettledMoment(moment=moment, size=newest.size)], ignore_conflicts=True
    )
    return Checkpoint.objects.get(size=SettledMoment.objects.get(moment=moment).size)


def _open_until() -> int:
    """Return the transaction number below which everything open now lies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _is_settled(moment: datetime, limit: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        oldest = int(cursor.fetchone()[0])
    waiting = Pending.objects.filter(entry__occurred_at__lte=moment).exists()
    # Inside a transaction of our own the oldest open one is ourselves; then pending decides.
    return not waiting and (oldest >= limit or connection.in_atomic_block)


def proof(
    objects: Iterable[UUID], *, moment: datetime, checkpoint: Checkpoint, since: int | None = None
) -> dict[str, JSON]:
    """Return every entry about `objects` up to `moment`, each with its proof, as plain values.

    A consistency proof leads from the checkpoint of size `since`, one that the reader may hold, or
    else from the newest one that had left the house by then.
    """
    places = (
        Place.objects.filter(
            entry__object_id__in=list(objects),
            entry__occurred_at__lte=moment,
            pos__lt=checkpoint.size,
        )
        .select_related("entry")
        .order_by("pos")
    )
    stored = StoredTree(checkpoint.size)
    stored.load(place.pos for place in places)
    known = since or anchors.before(moment, checkpoint.size)
    return {
        "v": 1,
        "checkpoint": checkpoint.note,
        "keys": [_public_key()],
        "entries": [
            {
                "pos": place.pos,
                "body": place.entry.body,
                "proof": [node.hex() for node in stored.inclusion_proof(place.pos)],
            }
            for place in places
        ],
        **({"consistency": _consistency(stored, known)} if known else {}),
    }


def _consistency(stored: "StoredTree", size: int) -> dict[str, object]:
    return {
        "from": size,
        "proof": [node.hex() for node in stored.consistency_proof(size, stored.size)],
        "checkpoint": Checkpoint.objects.get(size=size).note,
    }


def _public_key() -> dict[str, str]:
    public = book.public_key()
    if public is None:
        raise NotNowError("The ledger has no key yet: the sequencer makes it when it starts.")
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        "name": settings.LEDGER_ORIGIN,
        "ed25519": base64.b64encode(raw).decode(),
        "sha256": keys.ledger_fingerprint(public),
    }


class StoredTree:
    """The tree of a given size, read from stored blocks: a proof touches few of its leaves."""

    def __init__(self, size: int) -> None:
        self.size = size
        complete = Tile.objects.filter(index__lt=size // book.TILE)
        self._tiles = {tile.index: bytes(tile.root) for tile in complete}
        self._leaves: dict[int, bytes] = {}
        self._hash = cache(self._subtree)

    def load(self, positions: Iterable[int]) -> None:
        """Read the leaves of the blocks that hold these positions, and of the last, open block."""
        blocks = {position // book.TILE for position in positions} | {self.size // book.TILE}
        for block in sorted(blocks):
            start = block * book.TILE
            rows = Place.objects.filter(pos__gte=start, pos__lt=start + book.TILE)
            self._leaves |= {pos: bytes(leaf) for pos, leaf in rows.values_list("pos", "leaf")}

    def inclusion_proof(self, position: int) -> list[bytes]:
        """Return the hashes that lead from the leaf at `position` to the root (RFC 6962, 2.1.1)."""
        return [self._hash(*span) for span in tree.inclusion_spans(position, self.size)]

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """Prove that the tree of `old_size` is a beginning of that of `new_size` (RFC 6962, 2.1.2).

        Neither may be larger than this tree. Two blocks of leaves are read, and stored roots.
        """
        if new_size > self.size:
            raise tree.TreeError(f"This tree has {self.size} leaves, not {new_size}.")
        self.load(size for size in (old_size, new_size) if size % book.TILE)
        return [self._hash(*span) for span in tree.consistency_spans(old_size, new_size)]

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        return self._hash(0, self.size) if self.size else hashlib.sha256(b"").digest()

    def _subtree(self, start: int, end: int) -> bytes:
        length = end - start
        if length == book.TILE and start % book.TILE == 0 and start // book.TILE in self._tiles:
            return self._tiles[start // book.TILE]
        if length == 1:
            return self._leaves[start]
        middle = start + tree.split(length)
        return tree.node_hash(self._hash(start, middle), self._hash(middle, end))
