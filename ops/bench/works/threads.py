"""Several writers at once in a few processes, all beginning at the same moment."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection

# A process takes seconds to start, on a slow machine many.
PATIENCE = 120.0
LOOK = 0.01


def meet(folder: Path, *, share: int, shares: int) -> None:
    """Wait until the writers of every process stand ready; each puts a file into the folder."""
    (folder / str(share)).touch()
    last = time.monotonic() + PATIENCE
    while len(list(folder.iterdir())) < shares:
        if time.monotonic() > last:
            raise TimeoutError("the writers of another process did not get ready")
        time.sleep(LOOK)


def write(
    writers: Sequence[Callable[[], object]], *, ready: Callable[[], None], seconds: float
) -> list[float]:
    """Let every writer write until time is up; return the seconds of each single write.

    All begin when `ready` returns, which is called once every writer is connected.
    """
    taken: list[list[float]] = [[] for _ in writers]
    failures: list[Exception] = []
    start = threading.Barrier(len(writers), action=ready)

    def run(writer: Callable[[], object], times: list[float]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            last = time.perf_counter() + seconds
            while (began := time.perf_counter()) < last:
                writer()
                times.append(time.perf_counter() - began)
        except threading.BrokenBarrierError:
            return  # another one failed before the start
        except Exception as error:  # a thread's failure is told by its process
            failures.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(writers, taken, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [each for times in taken for each in times]
