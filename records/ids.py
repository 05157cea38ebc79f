"""Time-ordered identifiers (UUIDv7, RFC 9562), strictly rising within a process."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """Make a UUIDv7; 12 of its random bits carry a finer clock, so that ids sort by time."""
    global _last  # noqa: PLW0603 - the rising order needs the last value of this process
    with _lock:
        ticks = max(
            time.time_ns() // 250, _last + 1
        )  # 4 ticks a microsecond, 12 bits a millisecond
        _last = ticks
    milliseconds, fraction = divmod(ticks, 4000)
    random = int.from_bytes(os.urandom(8)) >> 2
    value = milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random
    return uuid.UUID(int=value)
