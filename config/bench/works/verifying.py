"""Checking the whole ledger."""

import time
from typing import Any

from config.bench.works.running import peak_mib
from records.ledger import audit, book


def work(*, with_rows: bool) -> dict[str, Any]:
    """Return seconds and memory; a ledger that does not fit gives no figures.

    `own_seconds` is the processor time of this process: it grows less when others are busy, too.
    """
    began, own = time.perf_counter(), time.process_time()
    report = audit.verify(public_key=book.public_key(), with_rows=with_rows)
    seconds, own_seconds = time.perf_counter() - began, time.process_time() - own
    if not report.holds:
        first = report.findings[0]
        raise SystemExit(f"the ledger does not fit, {report.finding_count} findings: {first}")
    return {
        "seconds": seconds,
        "own_seconds": round(own_seconds, 2),
        "entries": report.entries,
        "history_rows": report.history_rows,
        "checkpoints": report.checkpoints,
        "peak_mib": peak_mib(),
    }
