"""A plugin for pytest that spreads the tests over processes: whole files, the longest first.

What a file sets up for all of its tests is then set up once, and no long file is begun last.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling


class WholeFiles(LoadScopeScheduling):
    """Give each process that is free the next file."""

    def _split_scope(self, nodeid):
        return unit(nodeid)


def unit(nodeid):
    """Return what is run in one piece: a file, or a test of every kind of record."""
    if nodeid.startswith("tests/contract/"):
        return nodeid.split("[")[0]
    return nodeid.split("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Schedule by files, unless another way is asked for."""
    if config.getoption("dist") != "load":
        return None
    config.option.loadscopereorder = False  # the order of the collection stands
    return WholeFiles(config, log)


# A test that uses the database or draws examples takes as long as so many that only reckon: 130 ms
# to 5 ms.
LONG = 26


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put first what takes longest: slow tests, then browsers, then what has much to do.

    So what is left for the end is small, and no process waits long for the last one.
    """
    if not hasattr(config, "workerinput"):
        return
    sizes: Counter[str] = Counter()
    for item in items:
        sizes[unit(item.nodeid)] += LONG if _is_long(item) else 1
    items.sort(key=lambda item: (_rank(item), -sizes[unit(item.nodeid)]))


def _is_long(item):
    uses_database = "db" in item.fixturenames or item.get_closest_marker("django_db")
    return uses_database or getattr(item.obj, "is_hypothesis_test", False)


def _rank(item):
    """Return 0 for slow tests, 1 for those of the browser and 2 for all others."""
    marks = ("slow", "browser")
    return next((rank for rank, mark in enumerate(marks) if item.get_closest_marker(mark)), 2)
