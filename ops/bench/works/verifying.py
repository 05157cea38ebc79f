"""Checking the whole ledger, by the command that people use."""

import json
import subprocess
import sys
import time

from ops.bench.works.watching import watched
from ops.bootstrap.places import ROOT
from records.ledger.canonical import JSON


def work(*, with_rows: bool) -> dict[str, object]:
    """Return seconds and memory of the command from its start to its end.

    A ledger that does not fit gives no figures.
    """
    command = [sys.executable, "-m", "django", "verify_ledger", "--json"]
    began = time.perf_counter()
    with watched(below=True) as peak:
        done = subprocess.run(
            command + ([] if with_rows else ["--tree-only"]),
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    seconds = time.perf_counter() - began
    report = _report(done)
    return {
        "seconds": seconds,
        "entries": report["entries"],
        "history_rows": report["history_rows"],
        "checkpoints": report["checkpoints"],
        "peak_mib": peak.mib,
    }


def _report(done: "subprocess.CompletedProcess[str]") -> dict[str, object]:
    if not done.stdout:
        lines = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise SystemExit(f"the ledger could not be verified: {lines[-1]}")
    report: dict[str, JSON] = json.loads(done.stdout)
    if not report["holds"]:
        first = report["findings"][0]
        raise SystemExit(
            f"the ledger does not fit, {report['finding_count']} findings: {first['sentence']}"
        )
    return report
