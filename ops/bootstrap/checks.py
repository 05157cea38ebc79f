"""Decisions taken before anything is started; each answers with a sentence or with None."""

from __future__ import annotations

import socket
from pathlib import Path


def space_refused(*, free: int, needed: int, folder: Path) -> str | None:
    """Say that a disk is too full, or None when it is not."""
    if free >= needed:
        return None
    return (
        f"The disk that holds {folder} has {free / 1024**3:.1f} GB free, and Countersign needs "
        f"{needed / 1024**3:.1f} GB to start. Free some space, or move the data with "
        "COUNTERSIGN_STATE."
    )


def port_refused(port: int, *, taken: bool) -> str | None:
    """Say why a port will not do, or None when it will."""
    if not 1 <= port <= 65535:
        return f"{port} is no port. Choose one from 1024 to 65535 with --port."
    if taken:
        return (
            f"Port {port} on this machine is taken by another program. Stop that program, or "
            f"choose another port: python3 manage.py up --port {next_port(port)}"
        )
    return None


def next_port(port: int) -> int:
    """Return the port to propose instead."""
    return port + 1 if port < 65535 else 8000


def is_taken(port: int) -> bool:
    """Tell whether somebody listens on a port, by either kind of local address."""
    addresses = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
    return any(answers(family, host, port) for family, host in addresses)


def answers(family: int, host: str, port: int) -> bool:
    """Tell whether a connection to a port is accepted."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            return probe.connect_ex((host, port)) == 0
    except OSError:
        return False


def already_running(*, pid: int, port: int, state: Path) -> str:
    """Say that this installation runs, where it is reached and how a second one is had."""
    return (
        f"Countersign already runs on the data in {state}, as process {pid}, at "
        f"http://localhost:{port}. Stop it with Ctrl-C in its terminal. For a second "
        "installation, set COUNTERSIGN_STATE to another folder and choose another --port."
    )
