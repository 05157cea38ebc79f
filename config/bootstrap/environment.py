"""The project's own Python environment: made once, synced when the lock changes, then entered."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.bootstrap import checks, locks, pythons, system
from config.bootstrap.places import ROOT, Places
from config.bootstrap.trouble import Trouble

ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "countersign.lock"
UV = "uv==0.13.9"
# Wheels, their unpacked copies and the cache of the first download.
NEEDED_BYTES = 2 * 1024**3


def is_inside() -> bool:
    """Tell whether this process runs on the project's own environment."""
    return Path(sys.prefix).resolve() == ENVIRONMENT.resolve()


def sync_needed(*, lock: bytes, stamp: str | None) -> bool:
    """Tell whether the installed packages may differ from the lock."""
    return stamp != hashlib.sha256(lock).hexdigest()


def enter(places: Places, arguments: Sequence[str]) -> None:
    """Bring the environment up to date and start again inside it, unless that is so already."""
    stamp = STAMP.read_text(encoding="ascii") if STAMP.exists() else None
    python = ENVIRONMENT / "bin" / "python"
    works = is_inside() or bool(pythons.version_of(str(python)))
    if not works or sync_needed(lock=LOCK.read_bytes(), stamp=stamp):
        with locks.alone(places.state / "environment.lock"):
            prepare(places, python, make=not works)
    elif is_inside():
        return
    command = [str(python), str(ROOT / "manage.py"), *arguments]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - the environment's own interpreter


def prepare(places: Places, python: Path, *, make: bool) -> None:
    """Make the environment where it is missing and install exactly what the lock names."""
    free = shutil.disk_usage(ROOT).free
    refused = make and checks.space_refused(free=free, needed=NEEDED_BYTES, folder=ROOT)
    if refused:
        raise Trouble(refused)
    print("Installing the Python packages; the first time this takes up to a minute.", flush=True)
    uv = find_uv(places)
    if make:
        chosen = pythons.find(os.environ) or pythons.RANGE
        run([uv, "venv", "--clear", "--quiet", "--python", chosen, str(ENVIRONMENT)], "made")
    run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(LOCK)],
        "filled",
    )
    STAMP.write_text(hashlib.sha256(LOCK.read_bytes()).hexdigest(), encoding="ascii")


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


def find_uv(places: Places) -> str:
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
