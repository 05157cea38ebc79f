"""Working on many tasks in several processes that all read one moment of the database."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django
from django.db import connection, transaction

# More would wait for the database, and each holds memory of its own.
AT_MOST = 4


def available() -> int:
    """Return how many processes can share work on this machine."""
    here = (
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    return min(AT_MOST, len(here))


def in_order[Task, Result](
    do: Callable[[Task], Result], tasks: Sequence[Task], *, processes: int
) -> Iterator[Result]:
    """Yield what `do` makes of each task, in their order.

    With more than one process the caller stands in an outermost REPEATABLE READ transaction, whose
    moment all of them read; `do`, tasks and results must then be picklable.
    """
    if processes == 1:
        yield from map(do, tasks)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
    # Forked from a process of their own, which loads the program once and holds no connection.
    context = get_context("forkserver")
    context.set_forkserver_preload([f"{__name__}_loaded"])
    begin = str(connection.settings_dict["NAME"]), moment, do
    with ProcessPoolExecutor(processes, context, _begin, begin) as pool:
        results: Iterator[Any] = pool.map(_do, tasks)
        yield from results


class _Worker:
    """What a process of the pool works with, set once when it begins."""

    do: Callable[[object], object]


def _begin(database: str, moment: str, do: Callable[[Any], Any]) -> None:
    _Worker.do = staticmethod(do)
    django.setup()
    connection.settings_dict["NAME"] = database
    # The moment is kept until the process ends, and what is tried within it may break off.
    transaction.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"SET TRANSACTION SNAPSHOT '{moment}'")


def _do(task: Any) -> Any:
    return _Worker.do(task)
