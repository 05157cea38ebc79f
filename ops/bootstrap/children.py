"""The processes that 'up' starts, watches, starts again and stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ops.bootstrap.places import ROOT

TIED = Path(__file__).with_name("tied.py")
LONGEST_WAIT = 30.0
# Whoever ran this long had started well, and is not in a loop of failures.
STEADY_SECONDS = 10.0
LARGEST_LOG = 20 * 1024**2


def wait_before(failures: int) -> float:
    """Return the seconds before the next start, doubled by each failure in a row."""
    return min(LONGEST_WAIT, 2.0 ** min(failures - 1, 10))


def wait_after(code: int, failures: int) -> float:
    """Return the seconds before the next start.

    Who was killed from outside has not failed: the address is out of reach until it is back.
    """
    return 0.0 if code == -signal.SIGKILL else wait_before(failures)


def failures_after(failures: int, *, ran: float) -> int:
    """Count a death; one after a steady run is the first of a new row."""
    return 1 if ran >= STEADY_SECONDS else failures + 1


def told(name: str, code: int, seconds: float, log: Path) -> str:
    """Say that a process has ended and when it starts again."""
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    when = f"in {seconds:.0f} s" if seconds else "now"
    return f"The {name} {how}; it starts again {when}. Its log is {log}."


@dataclass
class Child:
    """One process with its log and its record of failures."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches it through us only."""
        shorten(self.log)
        tied = [sys.executable, "-I", str(TIED), str(os.getpid())]
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                [*tied, *self.command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def watch(self, now: float) -> str | None:
        """Start the process again when that is due; return a sentence when it has just died."""
        if self.process is None:
            return self.start_again(now) if now >= self.due else None
        code = self.process.poll()
        if code is None:
            return None
        # What it had started itself must not work on beside its successor.
        end_group(self.process)
        self.process = None
        self.failures = failures_after(self.failures, ran=now - self.started)
        seconds = wait_after(code, self.failures)
        self.due = now + seconds
        return told(self.name, code, seconds, self.log)

    def start_again(self, now: float) -> str | None:
        """Start the process; a machine that has no room for it now may have some later."""
        try:
            self.start()
        except OSError as error:
            self.failures += 1
            seconds = wait_before(self.failures)
            self.due = now + seconds
            return (
                f"The {self.name} cannot be started: {error}. The next try is in {seconds:.0f} s."
            )
        return None


def shorten(log: Path) -> None:
    """Put a log that has grown large aside, in the place of the one before it."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def stop_all(children: Sequence[Child], *, patience: float) -> None:
    """Ask every process to end, wait together, then end the groups of those that stay."""
    living = [child.process for child in children if child.process]
    for process in living:
        process.terminate()
    last = time.monotonic() + patience
    for process in living:
        try:
            process.wait(max(0.0, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            last = 0.0
    for process in living:
        end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a process and of those it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    finally:
        process.wait()
