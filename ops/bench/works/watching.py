"""Watching the memory of this process together with all that it starts."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = 0.05


class Peak:
    """The most memory that was held at a time; 0 where the system does not tell.

    With `below` it is that of what this process started, without its own.
    """

    def __init__(self, *, below: bool = False) -> None:
        self.kib = 0
        self._below = below

    @property
    def mib(self) -> int:
        return self.kib // 1024

    def look(self) -> None:
        """Add up what every process of the tree holds now."""
        own = os.getpid()
        held = sum(_held(pid) for pid in _tree(own) if not (self._below and pid == own))
        self.kib = max(self.kib, held)


@contextmanager
def watched(*, below: bool = False) -> Iterator[Peak]:
    """Look again and again while the block runs."""
    peak, over = Peak(below=below), threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            peak.look()

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _tree(root: int) -> Iterator[int]:
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += map(int, _read(task).split())


def _held(pid: int) -> int:
    """Return the KiB of a process; pages that several share count once, each by its share."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _read(path: Path) -> str:
    """Read what the system tells of a process that may have ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""
