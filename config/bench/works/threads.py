"""Several writers at once in one process, all beginning at the same moment."""

import threading
import time
from collections.abc import Callable, Sequence

from django.db import connection


def write(
    writers: Sequence[Callable[[], object]], *, begin_at: float, seconds: float
) -> list[float]:
    """Let every writer write until time is up; return the seconds of each single write."""
    taken: list[list[float]] = [[] for _ in writers]
    failures: list[Exception] = []

    def run(writer: Callable[[], object], times: list[float]) -> None:
        try:
            connection.ensure_connection()
            time.sleep(max(0.0, begin_at - time.time()))
            last = time.perf_counter() + seconds
            while (began := time.perf_counter()) < last:
                writer()
                times.append(time.perf_counter() - began)
        except Exception as error:  # a thread's failure is told by its process
            failures.append(error)
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
