"""The project's own Python environment: made once, synced when a lock changes, then entered.

What runs needs the first lock alone; the commands of developers add the second. An environment
that has the tools of developers keeps them, so that 'up' and 'test' in turn install nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.bootstrap import checks, locks, pythons, system
from ops.bootstrap.places import ROOT, InstallationPaths
from ops.bootstrap.trouble import Trouble

ENVIRONMENT = ROOT / ".venv"
# Outside of the environment: uv makes none in a folder that holds something else.
BYTECODE = ROOT / "var" / "bytecode"
UV = "uv==0.13.9"
# Wheels, their unpacked copies and the cache of the first download.
NEEDED_BYTES = 2 * 1024**3
FOR_DEVELOPERS = frozenset({"test", "lint"})


def sync_needed(*, lock: bytes, stamp: str | None) -> bool:
    """Tell whether the installed packages may differ from the lock."""
    return stamp != hashlib.sha256(lock).hexdigest()


@dataclass(frozen=True)
class Lock:
    """A list of packages, and the note of which state of it the environment was filled from."""

    file: Path
    stamp: Path

    @property
    def digest(self) -> str:
        """Name the list as it stands now."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    @property
    def is_known(self) -> bool:
        """Tell whether the environment was ever filled from the list."""
        return self.stamp.exists()

    @property
    def is_met(self) -> bool:
        """Tell whether the environment was filled from the list as it stands now."""
        stamp = self.stamp.read_text(encoding="ascii") if self.is_known else None
        return not sync_needed(lock=self.file.read_bytes(), stamp=stamp)


RUNNING = Lock(ROOT / "requirements.lock", ENVIRONMENT / "countersign.lock")
TOOLS = Lock(ROOT / "requirements-dev.lock", ENVIRONMENT / "countersign-dev.lock")


def is_inside() -> bool:
    """Tell whether this process runs on the project's own environment."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def needed(arguments: Sequence[str]) -> list[Lock]:
    """Return the locks that a command needs."""
    return [RUNNING, TOOLS] if set(arguments[:1]) & FOR_DEVELOPERS else [RUNNING]


def enter(places: InstallationPaths, arguments: Sequence[str]) -> None:
    """Bring the environment up to date and start again inside it, unless that is so already."""
    python, locks_needed = ENVIRONMENT / "bin" / "python", needed(arguments)
    if not is_ready(python, locks_needed):
        with locks.alone(places.state / "environment.lock"):
            # Whoever held the lock before may have done all of it.
            if not is_ready(python, locks_needed):
                prepare(places, python, locks_needed)
    elif is_inside():
        return
    command = [str(python), str(ROOT / "manage.py"), *arguments]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - the environment's own interpreter


def keep_bytecode(environ: MutableMapping[str, str]) -> None:
    """Keep compiled modules even where none may lie beside their sources, then in a folder apart.

    Without them each process takes three times as long to start.
    """
    if environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = environ.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
        sys.dont_write_bytecode, sys.pycache_prefix = False, folder


def is_ready(python: Path, locks_needed: Sequence[Lock]) -> bool:
    """Tell whether the environment starts and holds what is needed."""
    works = is_inside() or bool(pythons.version_of(str(python)))
    return works and all(lock.is_met for lock in locks_needed)


def prepare(places: InstallationPaths, python: Path, locks_needed: Sequence[Lock]) -> None:
    """Make the environment where it does not work and install exactly what the locks name."""
    make = not (is_inside() or pythons.version_of(str(python)))
    free = shutil.disk_usage(ROOT).free
    refused = make and checks.space_refused(free=free, needed=NEEDED_BYTES, folder=ROOT)
    if refused:
        raise Trouble(refused)
    print("Installing the Python packages; the first time this takes up to a minute.", flush=True)
    uv = find_uv(places)
    if make:
        chosen = pythons.find(os.environ) or pythons.RANGE
        run([uv, "venv", "--clear", "--quiet", "--python", chosen, str(ENVIRONMENT)], "made")
    wanted = [RUNNING, TOOLS] if TOOLS in locks_needed or TOOLS.is_known else [RUNNING]
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python)]
    run([*sync, *(str(lock.file) for lock in wanted)], "filled")
    for lock in wanted:
        lock.stamp.write_text(lock.digest, encoding="ascii")


def run(command: Sequence[str], done: str) -> None:
    """Run uv and turn its failure into a sentence; `done` says what did not come about."""
    result = attempt(command, {})
    if result.returncode and "certificate" in result.stderr:
        # Behind a proxy that signs for others, only the system's own list knows the signer.
        result = attempt(command, {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"})
    if result.returncode:
        raise Trouble(
            f"The Python environment in {ENVIRONMENT} could not be {done}. uv said:\n"
            f"{result.stderr.strip()}\n"
            "If no Python from 3.12 to 3.14 was found, install one; if a download failed, check "
            "the network and the package index that pip or uv is set to, then start again."
        )


def attempt(command: Sequence[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run uv once, with more in its environment."""
    return subprocess.run(
        command,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def find_uv(places: InstallationPaths) -> str:
    """Return a uv that starts: from the PATH, else from a side environment of its own."""
    side = places.state / "uv"
    for known in (shutil.which("uv"), str(side / "bin" / "uv")):
        if known and starts(known):
            return known
    install_uv(side)
    return str(side / "bin" / "uv")


def starts(program: str) -> bool:
    """Tell whether a program can be started at all; an idle shim on the PATH cannot."""
    try:
        return not subprocess.run(
            [program, "--version"], capture_output=True, timeout=20, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def install_uv(side: Path) -> None:
    """Install uv from the package index into a side environment."""
    if not has_module("ensurepip"):
        # Debian and Ubuntu keep this part of Python in a package of its own.
        system.provide(system.VENV)
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(side)],
        [str(side / "bin" / "python"), "-m", "pip", "install", "--quiet", UV],
    ):
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Trouble(
                "uv, which installs the Python packages, is not on the PATH and could not be "
                f"fetched. {' '.join(command[-4:])} said:\n{(done.stderr or done.stdout).strip()}\n"
                "Install uv yourself, or give this Python its parts venv and pip (on Debian and "
                "Ubuntu: sudo apt-get install python3-venv), then start again."
            )


def has_module(name: str) -> bool:
    """Tell whether this Python was delivered with a module that some systems split off."""
    command = [sys.executable, "-c", f"import {name}"]
    return not subprocess.run(command, capture_output=True, check=False).returncode
