"""A database, a folder and an environment apart from those of the installation."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from ops.bootstrap import checks
from ops.bootstrap.django_commands import STEPS
from ops.bootstrap.places import ROOT
from ops.bootstrap.trouble import Trouble

DATABASE = "countersign_bench"
# "countersign bench" in the space of advisory locks.
LOCK = 4_200_142_002
PORTS = range(8700, 8800)


@contextmanager
def apart(state: Path, *, keep: bool) -> Iterator[dict[str, str]]:
    """Make the database and its folder anew; yield the environment for processes that use them.

    Both are removed at the end, unless they are to be kept for a closer look.
    """
    folder = state / "bench"
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    with closing(psycopg.connect(owner, autocommit=True)) as server:
        _lock(server)
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            _drop(server)
            server.execute(f"CREATE DATABASE {DATABASE}")
            environment = _environment(folder)
            _shape(environment, folder)
            yield environment
        finally:
            if not keep:
                _drop(server)
                shutil.rmtree(folder, ignore_errors=True)


def _lock(server: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Hold the name of the database on this server for as long as the connection lives."""
    row = server.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    if row is None or not row[0]:
        raise Trouble("Another bench is measuring on this server. Wait until it has ended.")


def _drop(server: "psycopg.Connection[tuple[object, ...]]") -> None:
    try:
        # Waits for those who are leaving; forced, it fails at one that nobody but they may end.
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
    except psycopg.errors.ObjectInUse:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def renamed(address: str) -> str:
    """Return the address of the bench's database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{DATABASE}"))


def _environment(folder: Path) -> dict[str, str]:
    # Without a broker of its own, its worker would take the jobs of the installation.
    left_out = {"REDIS_URL", "LEDGER_KEY", "SEAL_KEY", "ANCHOR_FILE", "TIMESTAMP_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if kept.get(name):
            kept[name] = renamed(kept[name])
    port = next(number for number in PORTS if not checks.is_taken(number))
    return kept | {
        "COUNTERSIGN_STATE": str(folder),
        "COUNTERSIGN_LOGIN": "app",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }


def _shape(environment: Mapping[str, str], folder: Path) -> None:
    commands = "migrate --noinput --verbosity=0 --then collectstatic --noinput -v0 --then"
    done = subprocess.run(
        [sys.executable, str(STEPS), *commands.split()],
        cwd=ROOT,
        env={**environment, "COUNTERSIGN_LOGIN": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise Trouble(f"The database for measuring could not be made in {folder}: {said[-1]}")
