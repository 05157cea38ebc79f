"""Reading every classification by another edition of the law."""

import time
from typing import Any

from assessments.actions import sweep
from config.bench.works.running import peak_mib
from records import jobs
from records.actors import Actor
from records.models import Job

EDITION, ON = "2026-1744", "2027-12-31"


class _Unwatched(jobs.Run):
    """A run that nobody follows."""

    def step(self, text: str, percent: int) -> None:
        """Tell nobody."""


def work() -> dict[str, Any]:
    """Return seconds, and how many were read."""
    began = time.perf_counter()
    told = sweep.work(_Unwatched(Job(), Actor.system("bench")), edition=EDITION, on=ON)
    return {
        "seconds": time.perf_counter() - began,
        "read": told["read"],
        "changed": len(told["changed"]),
        "peak_mib": peak_mib(),
    }
