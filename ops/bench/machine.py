"""On what was measured."""

import os
import platform

import psycopg


def describe(address: str) -> dict[str, object]:
    """Return the machine as plain values; `address` is that of a database on the server."""
    return {
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_mib": memory_mib(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "postgres": _postgres(address),
        "load_before": load(),
    }


def load() -> list[float]:
    """Return how many processes wanted a core on average: the last 1, 5 and 15 minutes."""
    return [round(each, 2) for each in os.getloadavg()]


def memory_mib() -> int:
    """Return the memory of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2


def _postgres(address: str) -> str:
    with psycopg.connect(address) as connection:
        version = connection.info.server_version
    return f"{version // 10_000}.{version % 10_000}"
