"""Checking the whole ledger against itself, the records, and anchors from outside."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from records.ledger import note, rows, tree
from records.models.ledger import Checkpoint, Entry, Pending, Place

BATCH = 2000
SHOWN = 100  # findings beyond this many are counted, not listed


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: what kind of thing, which one, and in a sentence why."""

    code: str
    about: str
    sentence: str


@dataclass
class Report:
    """What was checked and what did not fit."""

    size: int = 0
    root: str = ""
    entries: int = 0
    pending: int = 0
    history_rows: int = 0
    checkpoints: int = 0
    anchors: int = 0
    findings: list[Finding] = field(default_factory=list)
    finding_count: int = 0

    def add(self, code: str, about: object, sentence: str) -> None:
        """Note a finding; only the first ones are kept whole."""
        self.finding_count += 1
        if len(self.findings) < SHOWN:
            self.findings.append(Finding(code, str(about), sentence))

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return self.finding_count == 0


def verify(
    *, anchors: Mapping[int, bytes] | None = None, public_key: Any = None, with_rows: bool = True
) -> Report:
    """Check everything: tree, entries, checkpoints, history rows, today's rows, outside anchors.

    `anchors` maps sizes to roots kept outside of the database; `public_key` is the ledger's.
    """
    report = Report()
    checked = rows.RowCheck(report)
    _tree(report, checked if with_rows else None, dict(anchors or {}), public_key)
    _unplaced(report, checked if with_rows else None)
    if with_rows:
        checked.finish()
    return report


def read_anchors(path: Path) -> dict[int, bytes]:
    """Read an anchor file: one checkpoint note as JSON a line; the newest root of a size counts."""
    anchors: dict[int, bytes] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            checkpoint = note.parse(json.loads(line)["note"])
            anchors[checkpoint.size] = checkpoint.root
    return anchors


def _tree(
    report: Report,
    checked: "rows.RowCheck | None",
    anchors: dict[int, bytes],
    public_key: Any,
) -> None:
    stated = {c.size: c for c in Checkpoint.objects.order_by("size").iterator(chunk_size=BATCH)}
    report.checkpoints, report.anchors = len(stated), len(anchors)
    edge = tree.Frontier()
    for batch in _placed():
        for pos, entry, placed_leaf in batch:
            _entry(report, entry, placed_leaf)
            if pos != edge.size:
                report.add("gap", pos, f"Position {edge.size} is missing or taken twice.")
            edge.append(placed_leaf)
            if edge.size in stated or edge.size in anchors:
                _compare(report, edge, stated.get(edge.size), anchors.get(edge.size))
        if checked:
            checked.take([entry for _pos, entry, _leaf in batch])
    report.size, report.root = edge.size, edge.root().hex()
    _beyond(report, edge.size, [*stated, *anchors])
    if public_key is not None:
        _signatures(report, stated.values(), public_key)


def _placed() -> Iterator[list[tuple[int, Entry, bytes]]]:
    """Yield batches of (position, entry, leaf at the place) in tree order."""
    last = -1
    while True:
        places = list(
            Place.objects.filter(pos__gt=last).select_related("entry").order_by("pos")[:BATCH]
        )
        if not places:
            return
        yield [(place.pos, place.entry, bytes(place.leaf)) for place in places]
        last = places[-1].pos


def _entry(report: Report, entry: Entry, placed_leaf: bytes | None) -> None:
    """Compare an entry's body with its leaf, its place and every derived column."""
    report.entries += 1
    leaf = hashlib.sha256(b"\x00" + entry.body.encode()).digest()
    if leaf != bytes(entry.leaf) or (placed_leaf is not None and leaf != placed_leaf):
        report.add("leaf", entry.pk, "The text of this entry is not what was hashed.")
    try:
        body = json.loads(entry.body)
        about, actor = body["object"], body["actor"]
        expected = (
            body["at"],
            actor["kind"],
            actor["id"],
            body["verb"],
            about["kind"],
            about["id"],
        )
    except (ValueError, KeyError, TypeError):
        report.add("body", entry.pk, "The text of this entry cannot be read.")
        return
    derived = (
        f"{entry.occurred_at:%Y-%m-%dT%H:%M:%S.%fZ}",
        entry.actor_kind,
        entry.actor_id,
        entry.verb,
        entry.kind,
        str(entry.object_id),
    )
    if derived != expected:
        report.add("derived", entry.pk, "A column of this entry differs from its signed text.")


def _compare(
    report: Report, edge: tree.Frontier, stated: Checkpoint | None, anchored: bytes | None
) -> None:
    root = edge.root()
    if stated and (bytes(stated.root) != root or note.parse(stated.note).root != root):
        report.add(
            "checkpoint", edge.size, f"The tree no longer has the root signed at {edge.size}."
        )
    if anchored is not None and anchored != root:
        report.add("anchor", edge.size, f"The tree no longer has the root anchored at {edge.size}.")


def _beyond(report: Report, size: int, sizes: Iterable[int]) -> None:
    for stated in sorted({one for one in sizes if one > size}):
        report.add("cut", stated, f"A tree of {stated} entries was signed; only {size} are left.")


def _signatures(report: Report, checkpoints: Iterable[Checkpoint], public_key: Any) -> None:
    for checkpoint in checkpoints:
        try:
            said = note.verify(checkpoint.note, public_key)
        except note.NoteError as error:
            report.add("signature", checkpoint.size, str(error))
            continue
        if said.size != checkpoint.size:
            report.add("checkpoint", checkpoint.size, "This checkpoint's note is for another size.")


def _unplaced(report: Report, checked: "rows.RowCheck | None") -> None:
    """Check entries that wait for their place; one that neither has a place nor waits is lost."""
    report.pending = Pending.objects.count()
    lost = Entry.objects.filter(place__isnull=True).order_by("id")
    waiting = set(Pending.objects.values_list("entry_id", flat=True))
    batch = []
    for entry in lost:
        _entry(report, entry, None)
        batch.append(entry)
        if entry.pk not in waiting:
            report.add("unplaced", entry.pk, "This entry has no place and waits for none.")
    if checked:
        checked.take(batch)
