"""The mark of an installation that is up: one at a time, and where it is reached."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.bootstrap import checks, locks
from ops.bootstrap.trouble import Trouble


@dataclass(frozen=True)
class RunningMark:
    """Which process holds an installation, and its port."""

    pid: int
    port: int


def read(state: Path) -> RunningMark | None:
    """Return who holds the installation at this moment, or None."""
    held = locks.try_hold(state / "up.lock")
    if held is not None:
        os.close(held)
        return None
    try:
        return RunningMark(**json.loads((state / "up.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def hold(state: Path, port: int) -> None:
    """Hold the installation for the rest of this process, or refuse in words."""
    if locks.try_hold(state / "up.lock") is None:
        mark = read(state) or RunningMark(0, port)
        raise Trouble(checks.already_running(pid=mark.pid, port=mark.port, state=state))
    draft = state / "up.json.part"
    draft.write_text(json.dumps(asdict(RunningMark(os.getpid(), port))), encoding="utf-8")
    draft.rename(state / "up.json")


def announce(state: Path) -> None:
    """Set PORT to that of the running installation, so that a command's links lead there."""
    if not os.environ.get("PORT"):
        mark = read(state)
        if mark:
            os.environ["PORT"] = str(mark.port)
