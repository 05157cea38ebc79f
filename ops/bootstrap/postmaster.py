"""Start the embedded PostgreSQL, find it again when it already runs, and stop it."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from pathlib import Path

from ops.bootstrap.postgres import Cluster
from ops.bootstrap.trouble import Trouble

SETTINGS = {
    # What the history promises rests on these four; checksums are switched on by initdb.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "random_page_cost": "1.1",
    # Compiling pays only for queries of seconds, and pages may not take seconds.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "cluster_name": "countersign",
}

START_SECONDS = 60


def running(server: Cluster) -> Path | None:
    """Return the folder of the running server's socket, or None when none runs."""
    noted = note(server)
    return noted[1] if noted and is_server(server, noted[0]) else None


def is_server(server: Cluster, pid: int) -> bool:
    """Tell whether a process is the server of this data, not one that was given its number."""
    if program_of(pid) != "postgres":
        return False
    try:
        # PostgreSQL works in its data folder, which another server's processes do not.
        return Path(f"/proc/{pid}/cwd").readlink() == server.data.resolve()
    except FileNotFoundError:
        # It has gone meanwhile; without /proc its name is all that can be known.
        return not Path("/proc/self").exists()
    except OSError:
        # What may not be seen may be the server: to forget a living one would ruin its data.
        return True


def note(server: Cluster) -> tuple[int, Path] | None:
    """Return the process number and socket folder that the server wrote down at its start."""
    try:
        lines = (server.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[0]), Path(lines[4])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def program_of(pid: int) -> str:
    """Return the name of the program behind a process number, empty when there is none."""
    command = ["ps", "-o", "comm=", "-p", str(pid)]
    try:
        if Path("/proc/self").exists():
            return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    except OSError:
        return ""
    return os.path.basename(done.stdout.strip())


def answers(server: Cluster, folder: Path) -> bool:
    """Tell whether the server behind a socket takes connections at this moment."""
    program = str(server.programs / "pg_isready")
    command = [program, "--quiet", "--host", str(folder), "--timeout=3"]
    return subprocess.run(command, timeout=30, check=False).returncode == 0


def start(server: Cluster) -> Path:
    """Start the server if it does not run, and return the folder of its socket."""
    folder = running(server)
    if folder and answers(server, folder):
        return folder
    last = time.monotonic() + START_SECONDS
    while True:
        forget_stranger(server)
        logged = size(server.log)
        try:
            launch(server)
        except Trouble as trouble:
            refused, again = start_refused(logged_since(server.log, logged), server.log)
            if not again or time.monotonic() > last:
                raise Trouble(refused or str(trouble)) from trouble
            time.sleep(0.5)
        else:
            return server.sockets


def launch(server: Cluster) -> None:
    """Try once to start the server and wait until it takes connections."""
    settings = {**SETTINGS, "unix_socket_directories": str(server.sockets)}
    options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
    server.run(
        "pg_ctl",
        "start",
        "--pgdata",
        server.data,
        "--log",
        server.log,
        "--wait",
        f"--timeout={START_SECONDS}",
        "--options",
        options,
    )


def forget_stranger(server: Cluster) -> None:
    """Remove the server's note when its number now belongs to another process.

    The note of a dead server stays: by it PostgreSQL finds children that still write.
    """
    noted = note(server)
    if noted and program_of(noted[0]) and not is_server(server, noted[0]):
        (server.data / "postmaster.pid").unlink(missing_ok=True)


def start_refused(logged: str, log: Path) -> tuple[str | None, bool]:
    """Read out of the log why a start failed, and whether it is worth another try."""
    if "pre-existing shared memory block" in logged or "lock file" in logged:
        # After a kill the old children need some seconds to let go.
        return "Another PostgreSQL still uses the data of this installation. Stop it first.", True
    if "No space left on device" in logged:
        return f"The disk is full, so the database cannot start. Free some space; see {log}.", False
    fatal = [line for line in logged.splitlines() if "FATAL:" in line or "PANIC:" in line]
    if fatal:
        reason = fatal[-1].split(":  ", 1)[-1]
        return f"The embedded PostgreSQL does not start: {reason}. Its log is {log}.", False
    return None, False


def size(log: Path) -> int:
    """Return how long a log is, 0 when it does not exist yet."""
    return log.stat().st_size if log.exists() else 0


def logged_since(log: Path, offset: int) -> str:
    """Return what was added to a log since it was `offset` bytes long."""
    if not log.exists():
        return ""
    return log.read_bytes()[offset:].decode("utf-8", errors="replace")


def stop(server: Cluster) -> None:
    """Stop the server at once but cleanly, closing the connections of whoever is left."""
    if running(server):
        server.run("pg_ctl", "stop", "--pgdata", server.data, "--mode=fast", "--wait")
