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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put first what takes longest: slow tests, then browsers, then what has many tests."""
    if not hasattr(config, "workerinput"):
        return
    sizes = Counter(unit(item.nodeid) for item in items)
    items.sort(key=lambda item: (_rank(item), -sizes[unit(item.nodeid)]))


def _rank(item):
    """Return 0 for slow tests, 1 for those of the browser and 2 for all others."""
    marks = ("slow", "browser")
    return next((rank for rank, mark in enumerate(marks) if item.get_closest_marker(mark)), 2)
