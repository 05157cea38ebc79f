"""Checking the whole ledger against itself, the records, and anchors from outside."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction

from records.ledger import book, chains, checks, erased, places, rows, shared, workers
from records.ledger.canonical import JSON
from records.ledger.edge import Edge
from records.ledger.erased import Erasure
from records.ledger.naming import RowNames
from records.ledger.places import StoredEntry
from records.ledger.report import SHOWN, LedgerReport
from records.ledger.statements import AnchoredCheckpoint, Statements

# With fewer batches for each, starting processes would cost more than it saves.
BATCHES_EACH = 40


def verify(
    *,
    anchors: Iterable[AnchoredCheckpoint] = (),
    faults: Iterable[checks.LedgerFault] = (),
    public_key: object = None,
    with_rows: bool = True,
    shown: int = SHOWN,
    processes: int = 1,
) -> LedgerReport:
    """Check everything: tree, entries, checkpoints, history rows, today's rows, outside anchors.

    `anchors` were kept outside of the database, and `faults` are what was wrong with the files that
    hold them; `public_key` is the ledger's. At most `shown`
    findings are kept whole. All is read as of one moment, so people may go on working. Work on a
    large ledger is shared among `processes`, but not within a caller's transaction.
    """
    report = LedgerReport(shown=shown, is_whole=with_rows)
    report.take(faults)
    with _one_moment() as outermost:
        gone = erased.read() if with_rows else None
        past = Past() if with_rows else None
        said, dates = Statements(report, list(anchors), public_key), chains.Dates(report)
        batches = _batches(gone, shown, processes if outermost else 1)
        _tree(report, past, said, dates, batches)
        _outside(report, past, dates, gone)
        if past:
            past.compare(report)
            rows.today(report)
            report.count_erased(each.day for each in (gone or {}).values())
            for check in checks.every(apart=False):
                _run(check, report)
    for check in checks.every(apart=True) if with_rows else ():
        _run(check, report)
    return report


def _run(check: checks.Check, report: LedgerReport) -> None:
    """Run one check; whatever was done to the database, it does not end the others."""
    try:
        with transaction.atomic():
            report.take(check())
    except Exception as error:
        report.add(
            "broken", _name(check), f"This check broke off, so something is wrong there: {error}"
        )


def _name(check: checks.Check) -> str:
    """Name a check; one with values filled in by what it calls, an object by its class."""
    if isinstance(check, partial):
        return _name(check.func)
    named = check if hasattr(check, "__qualname__") else type(check)
    return f"{named.__module__}.{named.__qualname__}"


@contextmanager
def _one_moment() -> Iterator[bool]:
    """Read one state of the database throughout; within a caller's transaction, as that does."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield outermost


class Past:
    """What all entries together say of history rows and of the chains of records."""

    def __init__(self) -> None:
        self._naming = RowNames(list(rows.kept_tables()))
        self._chains = chains.Chains()
        self._shared = shared.SharedActs()

    def add(self, said: rows.Said) -> None:
        """Note what a batch of entries says."""
        names, links, shares = said
        self._naming.add(names)
        self._chains.add(links)
        self._shared.add(shares)

    def compare(self, report: LedgerReport) -> None:
        """Compare it with the rows that are there, and within each record."""
        self._naming.compare(report)
        self._chains.compare(report)
        self._shared.compare(report)


# Of each place: its position, its leaf, and key and moment of its entry where it can be read.
type Leaf = tuple[int, bytes, str, int | None]


@dataclass(frozen=True)
class Batch:
    """What came of some places: findings, and what their entries say of rows and records."""

    leaves: list[Leaf]
    report: LedgerReport
    said: rows.Said | None


def _batches(gone: Mapping[str, Erasure] | None, shown: int, processes: int) -> Iterator[Batch]:
    """Yield what comes of all places, in their order; rows are checked where erasures are given."""
    ranges = places.batches()
    several = min(processes, max(1, len(ranges) // BATCHES_EACH))
    return workers.in_order(partial(_batch, gone, shown), ranges, processes=several)


def _batch(gone: Mapping[str, Erasure] | None, shown: int, places_of: tuple[int, int]) -> Batch:
    report = LedgerReport(shown=shown)
    stored = places.placed(*places_of)
    bodies = _bodies(stored, report)
    said = _rows(bodies, report, gone)
    leaves = [
        (each.pos or 0, each.placed or b"", each.id or "", _moment(bodies.get(each.id or "")))
        for each in stored
    ]
    return Batch(leaves, report, said)


def _bodies(stored: Iterable[StoredEntry], report: LedgerReport) -> dict[str, dict[str, object]]:
    """Check entries by themselves; return what can be read of them, by key."""
    bodies = {}
    for each in stored:
        if each.id is None:
            report.add("gap", each.pos, f"The entry at position {each.pos} is gone.")
        elif body := each.check(report):
            bodies[each.id] = body
    return bodies


def _rows(
    bodies: Mapping[str, dict[str, object]],
    report: LedgerReport,
    gone: Mapping[str, Erasure] | None,
) -> rows.Said | None:
    """Check the history rows that entries name, and return what the entries say."""
    if gone is None:
        return None
    check = rows.RowCheck(report, gone)
    try:
        with transaction.atomic():
            check.take(bodies.items())
    except Exception as error:
        _one_by_one(check, bodies, report, error)
    return check.said()


def _one_by_one(
    check: rows.RowCheck,
    bodies: Mapping[str, dict[str, object]],
    report: LedgerReport,
    error: Exception,
) -> None:
    """Find the entry that a batch broke off at; the others are checked all the same."""
    if len(bodies) == 1:
        (key,) = bodies
        report.add("broken", key, f"What this entry speaks of cannot be checked: {error}")
        return
    for key, body in bodies.items():
        try:
            with transaction.atomic():
                check.take([(key, body)])
        except Exception as again:
            report.add("broken", key, f"What this entry speaks of cannot be checked: {again}")


def _moment(body: Mapping[str, JSON] | None) -> int | None:
    return chains.moment(body["at"]) if body else None


def _tree(
    report: LedgerReport,
    past: Past | None,
    said: Statements,
    dates: chains.Dates,
    batches: Iterable[Batch],
) -> None:
    """Grow the tree from the leaves, and hold against it what was said of it."""
    edge, expected = Edge(book.TILE), 0
    for batch in batches:
        report.merge(batch.report)
        if past and batch.said:
            past.add(batch.said)
        for pos, leaf, entry, at in batch.leaves:
            if pos != expected:
                report.add("gap", pos, f"Position {expected} is missing or taken twice.")
            expected = pos + 1
            complete = edge.append(leaf)
            if complete is not None:
                said.block(edge.size // edge.block - 1, complete)
            if at is not None:
                dates.take(entry, at)
                said.dated(at)
            if edge.size == said.next:
                said.at(edge)
    report.size, report.root = edge.size, edge.root().hex()
    said.finish(edge.size)


def _outside(
    report: LedgerReport, past: Past | None, dates: chains.Dates, gone: Mapping[str, Erasure] | None
) -> None:
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
    bodies = _bodies([*waiting, *lost], report)
    for key, body in bodies.items():
        if (at := _moment(body)) is not None:
            dates.take(key, at)
    said = _rows(bodies, report, gone)
    if past and said:
        past.add(said)
