"""What was said of the tree at some size: checkpoints, blocks, and copies kept outside."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from records.ledger import note
from records.ledger.edge import Edge
from records.ledger.report import Report
from records.models.ledger import Anchor, SettledMoment

BATCH = 1000


@dataclass(frozen=True)
class Anchored:
    """A checkpoint kept outside of the database: where, and what it says."""

    where: str
    size: int
    root: bytes


def read_anchors(path: Path) -> list[Anchored]:
    """Read a file of checkpoints: one note as JSON a line, as the sequencer writes it, or a note.

    Raises ValueError where the file holds neither.
    """
    text = path.read_text(encoding="utf-8")
    if not text.lstrip().startswith("{"):
        return [_anchored(path.name, text.strip("\n") + "\n")] if text.strip() else []
    notes = [json.loads(line)["note"] for line in text.splitlines() if line.strip()]
    return [_anchored(path.name, each) for each in notes]


def _anchored(where: str, text: str) -> Anchored:
    said = note.parse(text)
    return Anchored(where, said.size, said.root)


class Statements:
    """Hold against the growing tree what was signed and anchored, in the order of sizes."""

    def __init__(self, report: Report, anchors: Iterable[Anchored], public_key: Any) -> None:
        self._report = report
        self._public_key = public_key
        self._anchors: dict[int, list[Anchored]] = defaultdict(list)
        for each in anchors:
            self._anchors[each.size].append(each)
        self._held = Counter({each.where: 0 for each in anchors})
        self._relied_on = _relied_on()
        self._blocks = _blocks()
        self._checkpoints = _checkpoints()
        self._sizes = iter(sorted({*self._anchors, *self._relied_on}))
        self._signed = next(self._checkpoints, None)
        self._kept = next(self._sizes, None)
        report.anchors = sum(map(len, self._anchors.values()))
        self._last_signed = 0
        self.next = self._next()

    def _next(self) -> int:
        sizes = [self._signed[0] if self._signed else None, self._kept]
        return min((size for size in sizes if size is not None), default=-1)

    def block(self, number: int, root: bytes) -> None:
        """Compare the root of a complete block with the one that is stored for proofs."""
        if self._blocks.pop(number, b"") != root:
            sentence = f"The stored root of block {number} is not that of its leaves, or is gone."
            self._report.add("block", number, sentence)

    def at(self, edge: Edge) -> None:
        """Compare what was said of the tree at the size it has now; `next` is when to call."""
        root, size = edge.root(), edge.size
        is_signed = self._signed is not None and self._signed[0] == size
        if is_signed:
            self._compare(edge, root)
            self._signed = next(self._checkpoints, None)
        if self._kept == size:
            if size in self._relied_on and not is_signed:
                sentence = f"The checkpoint of {size} entries, which was handed out, is gone."
                self._report.add("checkpoint", size, sentence)
            self._hold(size, root)
            self._kept = next(self._sizes, None)
        self.next = self._next()

    def _compare(self, edge: Edge, root: bytes) -> None:
        assert self._signed is not None  # noqa: S101 - the only caller has looked
        size, stored, text, frontier = self._signed
        self._report.checkpoints, self._last_signed = self._report.checkpoints + 1, size
        said = self._read(size, text)
        if said is None:
            return
        if said.size != size:
            self._report.add("checkpoint", size, "This checkpoint's note is for another size.")
        if bytes(stored) != root or said.root != root:
            sentence = f"The tree no longer has the root signed at {size}."
            self._report.add("checkpoint", size, sentence)
        if json.loads(frontier) != [node.hex() for node in edge.hashes]:
            sentence = f"The edge kept for going on after {size} entries is not the tree's."
            self._report.add("checkpoint", size, sentence)

    def _read(self, size: int, text: str) -> note.Checkpoint | None:
        try:
            if self._public_key is None:
                return note.parse(text)
            return note.verify(text, self._public_key)
        except note.NoteError as error:
            self._report.add("signature", size, str(error))
            return None

    def _hold(self, size: int, root: bytes) -> None:
        for kept in self._anchors.get(size, ()):
            if kept.root == root:
                self._held[kept.where] += 1
            else:
                sentence = f"The tree no longer has the root that {kept.where} holds for {size}."
                self._report.add("anchor", size, sentence)

    def finish(self, size: int) -> None:
        """Tell what was said of trees larger than the one that is there, or of no size at all."""
        beyond = [row[0] for row in self._rest() if row[0] > size]
        beyond += [one for one in (*self._anchors, *self._relied_on) if one > size]
        for stated in sorted(set(beyond)):
            sentence = f"A tree of {stated} entries was signed; only {size} are left."
            self._report.add("cut", stated, sentence)
        if self._last_signed < size:
            unsigned = size - self._last_signed
            sentence = f"The last {unsigned} places of the tree stand under no signed checkpoint."
            self._report.add("checkpoint", size, sentence)
        for number in sorted(self._blocks):
            self._report.add("block", number, f"Block {number} is stored, but not complete.")
        self._report.anchored = dict(sorted(self._held.items()))

    def _rest(self) -> Iterator[Any]:
        if self._signed is not None:
            yield self._signed
        yield from self._checkpoints


def _relied_on() -> set[int]:
    """Return the sizes whose checkpoints went out, or prove the packs of a moment."""
    anchored = Anchor.objects.values_list("size", flat=True)
    settled = SettledMoment.objects.values_list("size", flat=True)
    return {*anchored.iterator(), *settled.iterator()}


def _checkpoints() -> Iterator[tuple[int, bytes, str, str]]:
    statement = """
        SELECT size, root, note, frontier::text FROM records_checkpoint
        WHERE size > %s ORDER BY size LIMIT %s
    """
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [last, BATCH])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def _blocks() -> dict[int, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT index, root FROM records_tile")
        return {index: bytes(root) for index, root in cursor.fetchall()}
