"""Where the state of an installation lies on disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ops.bootstrap.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]

# A Unix socket's address holds 104 bytes on macOS and 108 on Linux, the closing zero included.
SOCKET_LIMIT = 103
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432.lock"


@dataclass(frozen=True)
class InstallationPaths:
    """The folders and files of one installation, all below its state folder."""

    state: Path

    @property
    def postgres(self) -> Path:
        """Return the data folder of the embedded PostgreSQL."""
        return self.state / "postgres"

    @property
    def valkey(self) -> Path:
        """Return the data folder of the embedded Valkey."""
        return self.state / "valkey"

    @property
    def logs(self) -> Path:
        """Return the folder of log files, made when it is missing."""
        folder = self.state / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def digest(self) -> str:
        """Return a short name of this installation that stays the same from start to start."""
        return hashlib.sha256(os.fsencode(self.state)).hexdigest()[:10]


def here() -> InstallationPaths:
    """Return the places of this installation, its state folder made when it is missing."""
    wanted = os.environ.get("COUNTERSIGN_STATE") or "var"
    state = Path(os.path.abspath(ROOT / Path(wanted).expanduser()))
    try:
        # Closed to others: files, keys and logs in it speak of persons.
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            f"The folder for the data, {state}, cannot be made: {error.strerror}. "
            "Set COUNTERSIGN_STATE to a folder that you may write."
        ) from error
    return InstallationPaths(state)


def sockets_path(digest: str, *, temporary: str) -> Path:
    """Return a folder short enough for a socket, in `temporary` if that is short enough itself."""
    inside = f"countersign-{digest}"
    fits = len(os.fsencode(f"{temporary}/{inside}{LONGEST_SOCKET_NAME}")) <= SOCKET_LIMIT
    return Path(temporary if fits else "/tmp") / inside  # noqa: S108 - owner and mode are checked


def sockets(places: InstallationPaths) -> Path:
    """Return the folder for sockets; it belongs to us alone, or it is refused."""
    folder = sockets_path(places.digest, temporary=tempfile.gettempdir())
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    # Root may find the folder owned by the account that PostgreSQL was started under.
    ours = os.geteuid() in (0, facts.st_uid)
    if folder.is_symlink() or not ours or facts.st_mode & 0o077:
        raise Trouble(
            f"The folder {folder} belongs to somebody else or is open to others, so the database "
            "will not put its socket there. Remove the folder, or set TMPDIR to another one."
        )
    return folder
