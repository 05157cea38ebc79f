"""The command 'test': what the tests need, then pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from config.bootstrap import embedded, system
from config.bootstrap.places import ROOT


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """Translate our two options; everything else is pytest's own."""
    ours = {"--all", "--no-skips"}
    rest = [word for word in arguments if word not in ours]
    if "--no-skips" in arguments:
        rest = ["-p", "tests.no_skips", *rest]
    if "--all" not in arguments and not any(word.startswith("-m") for word in rest):
        rest = ["-m", "not slow", *rest]
    return rest


def run(arguments: Sequence[str]) -> int:
    """Bring what the tests need, run them and return pytest's exit code."""
    for need in system.FOR_TESTS:
        system.provide(need)
    browser = system.chromium()
    if browser:
        os.environ.setdefault("CHROMIUM", browser)
    os.environ.setdefault("COUNTERSIGN_LOGIN", "owner")
    embedded.ensure_database()
    command = [sys.executable, "-m", "pytest", *pytest_arguments(arguments)]
    process = subprocess.Popen(command, cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal has told pytest as well; it ends by itself with a summary.
            continue
