"""The report on a change of the law: outcomes and obligations of every use case."""

import time
from datetime import date

from assessments.law_changes.actions import edition_cases, edition_change
from assessments.law_changes.actions.edition_comparison import EditionChange
from ops.bench.works.running import peak_mib
from records.actors import Actor

OLD, NEW, ON = "2024-1689", "2026-1744", date(2027, 12, 31)


def work() -> dict[str, object]:
    """Return seconds, how many were read, and how much of their obligations changes."""
    began = time.perf_counter()
    found = edition_cases.cases(Actor.system("bench"))
    report = edition_change.compare(EditionChange(OLD, NEW, ON), found)
    return {
        "seconds": time.perf_counter() - began,
        "read": report["summary"]["read"],
        "with_changed_obligations": report["summary"]["with_changed_obligations"],
        "ways": len(report["obligations"]),
        "peak_mib": peak_mib(),
    }
