"""Where manage.py begins: environment first, then the command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from ops.bootstrap import (
    django_commands,
    embedded,
    environment,
    linting,
    places,
    running,
    secret_key,
    testing,
    up,
)
from ops.bootstrap.trouble import Trouble

OURS: dict[str, Callable[[Sequence[str]], int]] = {"test": testing.run, "lint": linting.run}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; trouble is told in a sentence on stderr."""
    try:
        installation = places.here()
        # Children may be started in another folder, so the path is made whole once.
        os.environ["COUNTERSIGN_STATE"] = str(installation.state)
        environment.keep_bytecode(os.environ)
        environment.enter(installation, arguments)
        secret_key.ensure(installation.state / "secret_key")
        return dispatch(arguments, installation)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def dispatch(arguments: Sequence[str], installation: places.InstallationPaths) -> int:
    """Run 'up', one of our own commands, or one of Django's."""
    command = arguments[0] if arguments else "help"
    if command == "up":
        return up.run(arguments[1:], installation)
    running.announce(installation.state)
    try:
        if command in OURS:
            return OURS[command](arguments[1:])
        return django_commands.run(arguments)
    finally:
        embedded.release()
