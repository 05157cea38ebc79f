"""The command 'test': what the tests need, then pytest, on all cores where that is quicker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from ops.bootstrap import embedded, system
from ops.bootstrap.places import ROOT

# Each process that runs tests needs half a gigabyte and some of the database's 100 connections.
MOST_PROCESSES = 12
# Processes must start and collect before their first test: so many files are quicker in one.
FEW_FILES = 3
PLUGINS = ("-p", "tests.spread", "-p", "tests.progress", "--durations=20", "--durations-min=1")
HOW_MANY = ("-n", "--numprocesses", "--dist", "--tx")
# What looks into a running test, or runs none, or only some that failed before.
ALONE = {
    *("-s", "--capture=no", "--pdb", "--trace", "--setup-show", "--setup-plan", "--setup-only"),
    *("--collect-only", "--co", "--fixtures", "--markers", "--help", "-h", "--version", "-V"),
    *("--lf", "--last-failed", "--sw", "--stepwise", "no:xdist", "-pno:xdist"),
}

# What takes the next word for its value.
VALUED = {
    *("-k", "-m", "-p", "-c", "-o", "-r", "-W", "--config-file", "--override-ini", "--rootdir"),
    *("--ignore", "--ignore-glob", "--deselect", "--confcutdir", "--basetemp", "--junitxml"),
    *("--junit-xml", "--log-file", "--durations", "--durations-min", "--maxfail", "--tb"),
}


def pytest_arguments(arguments: Sequence[str], *, cores: int) -> list[str]:
    """Translate our two options and spread the tests; everything else is pytest's own."""
    ours = {"--all", "--no-skips"}
    rest = [word for word in arguments if word not in ours]
    spread = spreading(rest, cores)
    if "--no-skips" in arguments:
        rest = ["-p", "tests.no_skips", *rest]
    if "--all" not in arguments and not any(word.startswith("-m") for word in rest):
        rest = ["-m", "not slow", *rest]
    return [*spread, *rest]


def spreading(words: Sequence[str], cores: int) -> list[str]:
    """Return what spreads the tests over processes; how many the caller names, stands."""
    if not ALONE.isdisjoint(words):
        return []
    if any(word.startswith(HOW_MANY) for word in words):
        return list(PLUGINS)
    if cores == 1 or is_small(words):
        return []
    # One more than cores: tests wait for the database, for browsers and for programs they start.
    return ["-n", str(min(cores + 1, MOST_PROCESSES)), *PLUGINS]


def is_small(words: Sequence[str]) -> bool:
    """Tell whether only a few files are named, and no folder."""
    after = ["", *words]
    named = [
        ROOT / word.split("::")[0]
        for before, word in zip(after, words, strict=False)
        if not word.startswith("-") and before not in VALUED
    ]
    found = [path for path in named if path.exists()]
    return 0 < len(found) <= FEW_FILES and all(path.is_file() for path in found)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(arguments: Sequence[str]) -> int:
    """Bring what the tests need, run them and return pytest's exit code."""
    for need in system.FOR_TESTS:
        system.provide(need)
    browser = system.chromium()
    if browser:
        os.environ.setdefault("CHROMIUM", browser)
    os.environ.setdefault("COUNTERSIGN_LOGIN", "owner")
    embedded.ensure_database()
    words = pytest_arguments(arguments, cores=usable_cores())
    process = subprocess.Popen([sys.executable, "-m", "pytest", *words], cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal has told pytest as well; it ends by itself with a summary.
            continue
