"""What was said of the tree at some size: checkpoints, blocks, and copies kept outside."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from records.ledger import note
from records.ledger.chains import LONG, told
from records.ledger.checks import LedgerFault
from records.ledger.edge import Edge
from records.ledger.report import LedgerReport
from records.models.ledger import Anchor, SettledMoment

BATCH = 1000


@dataclass(frozen=True)
class AnchoredCheckpoint:
    """A checkpoint kept outside of the database: where, and what it says."""

    where: str
    size: int
    root: bytes
    # The signed note, where it is at hand: its signature is then checked as well.
    note: str = ""
    # Whether it is the installation's own copy, which whoever holds the machine can rewrite.
    is_own: bool = False


@dataclass(frozen=True)
class AnchorFile:
    """What a file of checkpoints holds: those that can be read, and the numbers of other lines."""

    where: str
    kept: list[AnchoredCheckpoint]
    faulty: list[int]

    def faults(self) -> Iterator[LedgerFault]:
        """Tell the lines that cannot be read."""
        for number in self.faulty:
            sentence = f"Line {number} of {self.where} holds no checkpoint: it was torn or altered."
            yield LedgerFault("anchor_line", f"{self.where}:{number}", sentence)


def read_anchors(path: Path, *, is_own: bool = False) -> AnchorFile:
    """Read a file of checkpoints: one note as JSON a line, as the sequencer writes it, or a note.

    Raises ValueError where the file holds neither.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.lstrip().startswith("{"):
        if len(text) > note.LARGEST_NOTE:
            raise note.NoteError("it is longer than a checkpoint and no list of them")
        kept = [_anchored(path.name, note.unwrapped(text), is_own)] if text.strip() else []
        return AnchorFile(path.name, kept, [])
    found = AnchorFile(path.name, [], [])
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.kept.append(_anchored(path.name, json.loads(line)["note"], is_own))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.faulty.append(number)
    return found


def _anchored(where: str, text: str, is_own: bool) -> AnchoredCheckpoint:
    said = note.parse(text)
    return AnchoredCheckpoint(where, said.size, said.root, text, is_own)


class Statements:
    """Hold against the growing tree what was signed and anchored, in the order of sizes."""

    def __init__(
        self, report: LedgerReport, anchors: Iterable[AnchoredCheckpoint], public_key: Any
    ) -> None:
        self._report = report
        self._public_key = public_key
        self._is_unkeyed = public_key is None
        self._anchors: dict[int, list[AnchoredCheckpoint]] = defaultdict(list)
        for each in anchors:
            self._anchors[each.size].append(each)
        self._held = Counter({each.where: 0 for each in anchors})
        self._relied_on = _relied_on()
        self._blocks = _blocks()
        self._checkpoints = _checkpoints()
        self._sizes = iter(sorted({*self._anchors, *self._relied_on}))
        self._signed = next(self._checkpoints, None)
        self._kept = next(self._sizes, None)
        every = [each for some in self._anchors.values() for each in some]
        report.anchors, report.given = len(every), sum(not each.is_own for each in every)
        self._last_signed = 0
        self._dated: tuple[int, int] | None = None
        self.next = self._next()

    def _next(self) -> int:
        sizes = [self._signed[0] if self._signed else None, self._kept]
        return min((size for size in sizes if size is not None), default=-1)

    def dated(self, at: int) -> None:
        """Note the moment of an entry that the next checkpoint is the first to cover."""
        earliest, latest = self._dated or (at, at)
        self._dated = min(earliest, at), max(latest, at)

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
        size, stored, text, frontier, made_at = self._signed
        if self._is_unkeyed:
            self._is_unkeyed = False
            sentence = "The ledger's public key is not there, so no signature was checked."
            self._report.add("signature", "key", sentence)
        self._waited(size, made_at)
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

    def _waited(self, size: int, made_at: int) -> None:
        """Tell of entries dated long before or after the checkpoint that first covers them.

        The moment beside a checkpoint is not signed, and the sequencer may have stood still: that
        proves nothing, but it is what a back-dated entry looks like.
        """
        earliest, latest = self._dated or (made_at, made_at)
        self._dated = None
        if made_at - earliest > LONG or latest - made_at > LONG:
            sentence = (
                f"Entries dated {told(earliest)} to {told(latest)} first stand under the "
                f"checkpoint of {size} entries, made {told(made_at)}. If the sequencer did not "
                "stand still meanwhile, find out who wrote them."
            )
            self._report.tell("waited", size, sentence)

    def _read(self, size: int, text: str) -> note.TreeHead | None:
        try:
            if self._public_key is None:
                return note.parse(text)
            return note.verify(text, self._public_key)
        except note.NoteError as error:
            self._report.add("signature", size, str(error))
            return None

    def _hold(self, size: int, root: bytes) -> None:
        for kept in self._anchors.get(size, ()):
            if self._is_signed(kept) and kept.root == root:
                self._held[kept.where] += 1
                if not kept.is_own:
                    self._report.newest_given = max(self._report.newest_given, size)
            elif kept.root != root:
                sentence = f"The tree no longer has the root that {kept.where} holds for {size}."
                self._report.add("anchor", size, sentence)

    def _is_signed(self, kept: AnchoredCheckpoint) -> bool:
        if not kept.note or self._public_key is None:
            return True
        try:
            note.verify(kept.note, self._public_key)
        except note.NoteError as error:
            sentence = f"The checkpoint of {kept.size} entries in {kept.where}: {error}"
            self._report.add("signature", kept.size, sentence)
            return False
        return True

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
    anchored = Anchor.objects.filter(size__gt=0).values_list("size", flat=True)
    settled = SettledMoment.objects.filter(size__gt=0).values_list("size", flat=True)
    return {*anchored.iterator(), *settled.iterator()}


# A size that a moment rests on covers every entry dated up to that moment.
_UNSETTLED = """
SELECT settled.moment::text, settled.size FROM records_settledmoment settled
WHERE settled.size < 1 OR EXISTS (
    SELECT FROM records_entry entry LEFT JOIN records_place place ON place.entry_id = entry.id
    WHERE entry.occurred_at <= settled.moment AND coalesce(place.pos >= settled.size, true)
)
"""


def unsettled() -> Iterator[LedgerFault]:
    """Find past moments whose remembered size does not cover what was recorded up to them."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSETTLED)
        found = cursor.fetchall()
    for moment, size in found:
        sentence = f"Packs as of {moment} would rest on {size} entries, which are not all of then."
        yield LedgerFault("checkpoint", moment, sentence)


def _checkpoints() -> Iterator[tuple[int, bytes, str, str, int]]:
    statement = """
        SELECT size, root, note, frontier::text,
            (extract(epoch FROM made_at) * 1000000)::bigint
        FROM records_checkpoint
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
