"""Starting a work in a process of its own, and having its words back as plain values."""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from ops.bootstrap.places import ROOT
from records.ledger.canonical import JSON

LIMIT = 1200.0
# Linux counts kibibytes, macOS bytes.
_UNIT = 1024**2 if sys.platform == "darwin" else 1024


class WorkFailed(Exception):
    """A work ended without figures; the message is the last thing it said."""


def run(name: str, **arguments: Any) -> dict[str, JSON]:
    """Run one work to its end."""
    (told,) = run_together(name, [arguments])
    return told


def run_together(name: str, each: Sequence[dict[str, JSON]]) -> list[dict[str, JSON]]:
    """Run a work several times at once."""
    processes = [_start(name, arguments) for arguments in each]
    try:
        return [_told(process) for process in processes]
    finally:
        for process in processes:
            process.kill()


def _start(name: str, arguments: dict[str, object]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "django", "bench", "--work", name]
    return subprocess.Popen(
        [*command, "--with", json.dumps(arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _told(process: "subprocess.Popen[str]") -> dict[str, object]:
    said, wrong = process.communicate(timeout=LIMIT)
    if process.returncode:
        lines = wrong.strip().splitlines() or ["it gave no reason"]
        raise WorkFailed(lines[-1])
    told: dict[str, JSON] = json.loads(said.strip().splitlines()[-1])
    return told


def peak_mib() -> int:
    """Return the most memory this process held at a time, with the largest of its children."""
    used = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(used) // _UNIT
