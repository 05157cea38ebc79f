"""The embedded database and broker, for whoever has not been given addresses of others."""

from __future__ import annotations

import os
from pathlib import Path

from ops.bootstrap import locks, places, postgres, postmaster, valkey

_uses: dict[str, locks.Use] = {}
_servers: list[postgres.Cluster] = []


def ensure_database() -> None:
    """Set DATABASE_URL and DATABASE_OWNER_URL, starting the embedded PostgreSQL if need be.

    An address that is already set stands: the embedded server is then neither made nor started.
    """
    if os.environ.get("DATABASE_URL"):
        return
    installation = places.here()
    with locks.alone(installation.state / "postgres.lock"):
        begin("postgres", installation)
        server = postgres.cluster(installation)
        _servers[:] = [server]
        postgres.make(server)
        folder = postmaster.start(server)
        postgres.set_up(server, folder)
    os.environ["DATABASE_URL"] = postgres.address(postgres.APP, folder)
    os.environ.setdefault("DATABASE_OWNER_URL", postgres.address(postgres.OWNER, folder))


def ensure_broker() -> None:
    """Set REDIS_URL, starting the embedded Valkey if need be; an address already set stands."""
    if os.environ.get("REDIS_URL"):
        return
    installation = places.here()
    with locks.alone(installation.state / "valkey.lock"):
        begin("valkey", installation)
        os.environ["REDIS_URL"] = valkey.start(installation).url


def revive() -> list[str]:
    """Start again what this process uses and what has died; return the names of what had."""
    installation = places.here()
    revived = []
    if "postgres" in _uses and postmaster.running(_servers[0]) is None:
        with locks.alone(installation.state / "postgres.lock"):
            postmaster.start(_servers[0])
        revived.append("PostgreSQL")
    if "valkey" in _uses and not valkey.answers(valkey.door(installation)):
        with locks.alone(installation.state / "valkey.lock"):
            valkey.start(installation)
        revived.append("Valkey")
    return revived


def release() -> None:
    """Stop what this process used, except where another process still uses it."""
    installation = places.here()
    if "valkey" in _uses:
        with locks.alone(installation.state / "valkey.lock"):
            if _uses.pop("valkey").end():
                valkey.stop(installation)
    if "postgres" in _uses:
        with locks.alone(installation.state / "postgres.lock"):
            if _uses.pop("postgres").end():
                postmaster.stop(_servers[0])
                remove_if_empty(_servers[0].sockets)


def begin(name: str, installation: places.InstallationPaths) -> None:
    """Tell other processes that this one needs a service; to be called inside its lock."""
    _uses[name] = locks.Use(installation.state / f"{name}.use")
    _uses[name].begin()


def remove_if_empty(folder: Path) -> None:
    """Leave no empty folder behind among the temporary files."""
    try:
        folder.rmdir()
    except OSError:
        return
