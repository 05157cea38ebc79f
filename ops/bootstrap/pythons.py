"""Find a Python that the application runs on, wherever this machine keeps it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

LOWEST, BEYOND = (3, 12), (3, 15)
RANGE = ">=3.12,<3.15"
# Best first: what the application was tried on longest leads.
MINORS = ("3.13", "3.14", "3.12")
ASK = "import sys; print(*sys.version_info[:2])"


def suits(version: Sequence[int]) -> bool:
    """Tell whether the application runs on a version of Python."""
    return LOWEST <= tuple(version[:2]) < BEYOND


def version_of(python: str) -> tuple[int, ...] | None:
    """Ask an interpreter for its version; None when it does not start, as idle pyenv shims do."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", ASK],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = done.stdout.split()
    if done.returncode or len(words) != 2 or not all(word.isdigit() for word in words):
        return None
    return tuple(int(word) for word in words)


def pyenv_pythons(environ: Mapping[str, str]) -> list[str]:
    """Return the interpreters in pyenv's versions folder, the preferred minor and newest first."""
    root = environ.get("PYENV_ROOT") or os.path.join(environ.get("HOME") or "~", ".pyenv")
    versions = Path(root).expanduser() / "versions"
    found: list[str] = []
    for minor in MINORS:
        folders = [path for path in versions.glob(f"{minor}.*") if path.name.count(".") == 2]
        folders.sort(
            key=lambda path: [int(part) for part in path.name.split(".") if part.isdigit()]
        )
        found += [str(path / "bin" / "python") for path in reversed(folders)]
    return found


def candidates(environ: Mapping[str, str], current: str) -> list[str]:
    """Return where to look, in order: this interpreter, the PATH, pyenv's versions folder."""
    on_path = (shutil.which(f"python{minor}", path=environ.get("PATH")) for minor in MINORS)
    return [current, *(path for path in on_path if path), *pyenv_pythons(environ)]


def find(
    environ: Mapping[str, str],
    current: str = sys.executable,
    ask: Callable[[str], Sequence[int] | None] = version_of,
) -> str | None:
    """Return the first interpreter that starts and suits, or None."""
    for python in candidates(environ, current):
        version = ask(python)
        if version and suits(version):
            return python
    return None
