"""Checking the whole ledger."""

import time
from typing import Any

from config.bench.works.running import peak_mib
from records.ledger import audit, book


def work(*, with_rows: bool) -> dict[str, Any]:
    """Return seconds and memory; a ledger that does not fit gives no figures."""
    began = time.perf_counter()
    report = audit.verify(public_key=book.public_key(), with_rows=with_rows)
    seconds = time.perf_counter() - began
    if not report.holds:
        first = report.findings[0]
        raise SystemExit(f"the ledger does not fit, {report.finding_count} findings: {first}")
    return {
        "seconds": seconds,
        "entries": report.entries,
        "history_rows": report.history_rows,
        "peak_mib": peak_mib(),
    }
