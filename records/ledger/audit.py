"""Checking the whole ledger against itself, the records, and anchors from outside."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction

from records.ledger import book, checks, erased, places, workers
from records.ledger.edge import Edge
from records.ledger.erased import Erasure
from records.ledger.places import Stored
from records.ledger.report import SHOWN, Report
from records.ledger.rows import RowCheck
from records.ledger.statements import Anchored, Statements

# With fewer batches for each, starting processes would cost more than it saves.
BATCHES_EACH = 40


def verify(
    *,
    anchors: Iterable[Anchored] = (),
    public_key: Any = None,
    with_rows: bool = True,
    shown: int = SHOWN,
    processes: int = 1,
) -> Report:
    """Check everything: tree, entries, checkpoints, history rows, today's rows, outside anchors.

    `anchors` were kept outside of the database; `public_key` is the ledger's. At most `shown`
    findings are kept whole. All is read as of one moment, so people may go on working. Work on a
    large ledger is shared among `processes`, but not within a caller's transaction.
    """
    report = Report(shown=shown)
    with _one_moment() as outermost:
        gone = erased.read() if with_rows else None
        rows = RowCheck(report, gone) if gone is not None else None
        said = Statements(report, list(anchors), public_key)
        _tree(report, rows, said, _batches(gone, shown, processes if outermost else 1))
        _outside(report, rows)
        if rows:
            rows.finish()
            for check in checks.every():
                report.take(check())
    return report


@contextmanager
def _one_moment() -> Iterator[bool]:
    """Read one state of the database throughout; within a caller's transaction, as that does."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield outermost


@dataclass(frozen=True)
class Batch:
    """What came of some places: position and leaf of each, findings, and rows seen by table."""

    leaves: list[tuple[int, bytes]]
    report: Report
    seen: Counter[str]


def _batches(gone: Mapping[str, Erasure] | None, shown: int, processes: int) -> Iterator[Batch]:
    """Yield what comes of all places, in their order; rows are checked where erasures are given."""
    ranges = places.batches()
    several = min(processes, max(1, len(ranges) // BATCHES_EACH))
    return workers.in_order(partial(_batch, gone, shown), ranges, processes=several)


def _batch(gone: Mapping[str, Erasure] | None, shown: int, places_of: tuple[int, int]) -> Batch:
    report = Report(shown=shown)
    stored = places.placed(*places_of)
    rows = RowCheck(report, gone) if gone is not None else None
    _entries(stored, report, rows)
    leaves = [(each.pos or 0, each.placed or b"") for each in stored]
    return Batch(leaves, report, rows.seen if rows else Counter())


def _entries(stored: Iterable[Stored], report: Report, rows: RowCheck | None) -> None:
    """Check entries by themselves, and the history rows that they name."""
    bodies = []
    for each in stored:
        if each.id is None:
            report.add("gap", each.pos, f"The entry at position {each.pos} is gone.")
        else:
            bodies.append((each.id, each.check(report)))
    if rows:
        rows.take(bodies)


def _tree(
    report: Report, rows: RowCheck | None, said: Statements, batches: Iterable[Batch]
) -> None:
    """Grow the tree from the leaves, and hold against it what was said of it."""
    edge = Edge(book.TILE)
    for batch in batches:
        report.merge(batch.report)
        if rows:
            rows.seen.update(batch.seen)
        for pos, leaf in batch.leaves:
            if pos != edge.size:
                report.add("gap", pos, f"Position {edge.size} is missing or taken twice.")
            complete = edge.append(leaf)
            if complete is not None:
                said.block(edge.size // edge.block - 1, complete)
            if edge.size == said.next:
                said.at(edge)
    report.size, report.root = edge.size, edge.root().hex()
    said.finish(edge.size)


def _outside(report: Report, rows: RowCheck | None) -> None:
    """Check entries outside of the tree; one that neither has a place nor waits is lost."""
    waiting = []
    for stored in places.waiting():
        if stored.pos is not None:
            report.add("unplaced", stored.id, "This entry has a place and waits for another.")
            continue
        waiting.append(stored)
    report.pending = len(waiting)
    lost = places.lost(report.size + report.pending)
    for stored in lost:
        report.add("unplaced", stored.id, "This entry has no place and waits for none.")
    _entries([*waiting, *lost], report, rows)
