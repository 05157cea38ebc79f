"""What a wheel cannot bring: found on the machine, or installed where no question is asked."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MAC_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib")
MAC_CHROMIUM = "/Applications/Chromium.app/Contents/MacOS/Chromium"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Another installation may hold the lock for a while; a network that is off should not.
APT_PATIENCE = ("-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::http::Timeout=20")
INSTALL_SECONDS = 600


@dataclass(frozen=True)
class Need:
    """One thing the system must bring: how to see it, how to get it, and what is lost without."""

    name: str
    present: Callable[[], bool]
    apt: tuple[tuple[str, ...], ...]
    brew: tuple[str, ...]
    without: str


@dataclass(frozen=True)
class Means:
    """How programs are installed on this machine, and whether that needs a question."""

    manager: str | None
    prefix: tuple[str, ...] = ()
    silent: bool = False


def has_library(*names: str) -> bool:
    """Tell whether the loader finds every library, each known by its Linux and macOS names."""
    return all(loads(f"lib{name}.so.0") or loads_on_mac(name) for name in names)


def loads_on_mac(name: str) -> bool:
    """Tell whether Homebrew has put a library in one of its folders."""
    return any(loads(f"{folder}/lib{name}.dylib") for folder in MAC_LIBRARIES)


def loads(library: str) -> bool:
    """Tell whether the loader takes a library by this name."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def chromium() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or None."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    on_mac = MAC_CHROMIUM if Path(MAC_CHROMIUM).exists() else None
    return next((path for path in found if path), on_mac)


def has_venv() -> bool:
    """Tell whether Debian's missing part of Python is there, asked afresh each time."""
    return not subprocess.run(
        ["python3", "-c", "import ensurepip"], capture_output=True, check=False
    ).returncode


VENV = Need(
    name="python3-venv",
    present=has_venv,
    apt=(("python3-venv",),),
    brew=("python",),
    without="The Python packages cannot be installed without it or uv.",
)
PANGO = Need(
    name="Pango",
    present=lambda: has_library("pango-1.0", "pangoft2-1.0"),
    # Older systems have no library of its own for cutting fonts down.
    apt=(
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        ("libpango-1.0-0", "libpangoft2-1.0-0"),
    ),
    brew=("pango",),
    without="Everything but PDF works without it.",
)
CHROMIUM = Need(
    name="Chromium",
    present=lambda: chromium() is not None,
    apt=(("chromium",), ("chromium-browser",)),
    brew=("--cask", "chromium"),
    without="The tests that drive a browser are skipped without it.",
)
QPDF = Need(
    name="qpdf",
    present=lambda: shutil.which("qpdf") is not None,
    apt=(("qpdf",),),
    brew=("qpdf",),
    without="The tests that look into PDF files with it are skipped.",
)
POPPLER = Need(
    name="poppler-utils",
    present=lambda: shutil.which("pdftotext") is not None,
    apt=(("poppler-utils",),),
    brew=("poppler",),
    without="The tests that read PDF files with it are skipped.",
)
FOR_UP = (PANGO,)
FOR_TESTS = (PANGO, CHROMIUM, QPDF, POPPLER)


def means(*, has: Callable[[str], bool], is_root: bool, sudo_is_silent: bool) -> Means:
    """Decide how to install: apt-get as root or by silent sudo, Homebrew as anybody but root."""
    if has("apt-get"):
        prefix = () if is_root else ("sudo", "-n")
        return Means("apt-get", prefix, silent=is_root or sudo_is_silent)
    if has("brew"):
        return Means("brew", silent=not is_root)
    return Means(None)


def means_here() -> Means:
    """Return how programs are installed on this machine."""
    return means(
        has=lambda program: shutil.which(program) is not None,
        is_root=os.geteuid() == 0,
        sudo_is_silent=succeeds(["sudo", "-n", "true"]),
    )


def succeeds(command: Sequence[str]) -> bool:
    """Run a command that may not ask anything, and tell whether it ended well."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environ,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_commands(need: Need, way: Means) -> list[list[str]]:
    """Return what to try in turn until the need is met; nothing where a question would be asked."""
    if not way.silent:
        return []
    if way.manager == "brew":
        return [["brew", "install", "--quiet", *need.brew]]
    apt = [*way.prefix, "apt-get", *APT_PATIENCE]
    tries = [[*apt, "install", "--yes", "--no-install-recommends", *names] for names in need.apt]
    # The lists of a fresh machine are empty; elsewhere fetching them would only cost time.
    return [tries[0], [*apt, "update"], *tries]


def line_for(need: Need, way: Means) -> str:
    """Return the one line that a person may run."""
    if way.manager == "apt-get":
        return f"sudo apt-get install {' '.join(need.apt[-1])}"
    if way.manager == "brew":
        return f"brew install {' '.join(need.brew)}"
    return f"install {need.name} with your system's package manager"


def provide(need: Need) -> bool:
    """Install what is missing, or name the line that would; tell whether it is there now."""
    if need.present():
        return True
    way = means_here()
    commands = install_commands(need, way)
    if commands:
        print(f"Installing {need.name} with {way.manager}.", flush=True)
    for command in commands:
        if succeeds(command) and need.present():
            return True
    print(f"{need.name} is missing. {need.without} To get it: {line_for(need, way)}", flush=True)
    return False
