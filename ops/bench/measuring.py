"""What a row of measured times comes to."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """Times in milliseconds: the middle, the slow ends, and how many there were."""

    count: int
    p50: float
    p95: float
    p99: float
    max: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of all values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("There is no percentile of nothing.")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(seconds: Sequence[float]) -> Spread:
    """Describe times that were taken in seconds."""
    times = [1000 * each for each in seconds]
    p50, p95, p99 = (round(percentile(times, share), 1) for share in (0.5, 0.95, 0.99))
    return Spread(len(times), p50, p95, p99, round(max(times), 1))
