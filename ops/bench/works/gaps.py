"""Looking for gaps in the whole organisation, and again while nothing was recorded since."""

import time
from typing import Any

from governance.gaps import reading
from records.actors import Actor

ACTOR = Actor.system("bench")


def work() -> dict[str, Any]:
    """Return the seconds of looking once, and of being told what is remembered of it."""
    began = time.perf_counter()
    found = reading.remembered_gaps(ACTOR)
    cold = time.perf_counter() - began
    began = time.perf_counter()
    reading.remembered_gaps(ACTOR)
    cached = time.perf_counter() - began
    return {"cold": cold, "cached": cached, "points": found.points, "gaps": len(found.every)}
