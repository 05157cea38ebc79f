"""Hand a command to Django, on the right login of the database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from ops.bootstrap import embedded
from ops.bootstrap.places import ROOT
from ops.bootstrap.trouble import Trouble

# They change the shape of the database or open it to its administrator.
AS_OWNER = frozenset(
    {
        "backup",
        "createcachetable",
        "dbshell",
        "flush",
        "makemigrations",
        "migrate",
        "restore",
        "shell",
    }
)
# They read what the worker tells through the broker.
WITH_BROKER = frozenset({"health"})
# They read files alone: no database is started and no application loaded for them.
PURE = {
    "classify": "assessments.management.commands.classify",
    "verify_pack": "governance.management.commands.verify_pack",
}
STEPS = Path(__file__).with_name("steps.py")


def login_for(command: str) -> str:
    """Return which of the two logins a command works under."""
    return "owner" if command in AS_OWNER else "app"


def run(arguments: Sequence[str]) -> int:
    """Run one command of Django in this process and return its exit code."""
    command = arguments[0] if arguments else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if command in PURE:
        return run_pure(PURE[command], arguments)
    os.environ.setdefault("COUNTERSIGN_LOGIN", login_for(command))
    embedded.ensure_database()
    if command in WITH_BROKER:
        embedded.ensure_broker()
    from django.core.management import execute_from_command_line
    from django.db import connections

    try:
        execute_from_command_line(["manage.py", *arguments])
    finally:
        # A pool that still holds connections complains when the server goes.
        connections.close_all()
        for connection in connections.all(initialized_only=True):
            if hasattr(connection, "close_pool"):
                connection.close_pool()
    return 0


def run_pure(module: str, arguments: Sequence[str]) -> int:
    """Run a command that needs nothing but files, and return its exit code."""
    import_module(module).Command().run_from_argv(["manage.py", *arguments])
    return 0


def steps(commands: Sequence[Sequence[str]], *, login: str, log: Path) -> str:
    """Run several commands in one process, as one start costs a second; return what they said.

    Their words do not go to the log: passwords may be among them.
    """
    command = [sys.executable, str(STEPS)]
    for words in commands:
        command += [*words, "--then"]
    with log.open("ab") as file:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "COUNTERSIGN_LOGIN": login, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
            check=False,
        )
    if done.returncode:
        names = ", ".join(words[0] for words in commands)
        raise Trouble(
            f"Setting up ({names}) failed: {last_line(log)}. The whole story is in {log}."
        )
    return done.stdout


def last_line(log: Path) -> str:
    """Return the last line of a log that says anything, without a stop at its end."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].rstrip(". ") if lines else "it gave no reason"
