"""Checking the whole ledger against itself, the records, and anchors from outside."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from records.ledger import book, checks, places
from records.ledger.edge import Edge
from records.ledger.report import SHOWN, Report
from records.ledger.rows import RowCheck
from records.ledger.statements import Anchored, Statements


def verify(
    *,
    anchors: Iterable[Anchored] = (),
    public_key: Any = None,
    with_rows: bool = True,
    shown: int = SHOWN,
) -> Report:
    """Check everything: tree, entries, checkpoints, history rows, today's rows, outside anchors.

    `anchors` were kept outside of the database; `public_key` is the ledger's. At most `shown`
    findings are kept whole. All is read as of one moment, so people may go on working.
    """
    report = Report(shown=shown)
    with _one_moment():
        rows = RowCheck(report) if with_rows else None
        _tree(report, rows, Statements(report, list(anchors), public_key))
        _outside(report, rows)
        if rows:
            rows.finish()
            for check in checks.every():
                report.take(check())
    return report


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read one state of the database throughout; within a caller's transaction, as that does."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _tree(report: Report, rows: RowCheck | None, said: Statements) -> None:
    edge = Edge(book.TILE)
    for batch in places.placed():
        for stored in batch:
            _place(report, edge, stored)
            complete = edge.append(stored.placed or b"")
            if complete is not None:
                said.block(edge.size // edge.block - 1, complete)
            if edge.size == said.next:
                said.at(edge)
        bodies = [(each.id, each.check(report)) for each in batch if each.id]
        if rows:
            rows.take(bodies)
    report.size, report.root = edge.size, edge.root().hex()
    said.finish(edge.size)


def _place(report: Report, edge: Edge, stored: places.Stored) -> None:
    if stored.pos != edge.size:
        report.add("gap", stored.pos, f"Position {edge.size} is missing or taken twice.")
    if stored.id is None:
        report.add("gap", stored.pos, f"The entry at position {stored.pos} is gone.")


def _outside(report: Report, rows: RowCheck | None) -> None:
    """Check entries outside of the tree; one that neither has a place nor waits is lost."""
    bodies = []
    for stored in places.waiting():
        if stored.pos is not None:
            report.add("unplaced", stored.id, "This entry has a place and waits for another.")
            continue
        report.pending += 1
        bodies.append((stored.id or "", stored.check(report)))
    for stored in places.lost(report.size + report.pending):
        report.add("unplaced", stored.id, "This entry has no place and waits for none.")
        bodies.append((stored.id or "", stored.check(report)))
    if rows:
        rows.take(bodies)
