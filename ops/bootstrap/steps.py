"""Run several of Django's commands in one process: steps.py migrate --then collectstatic --then."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def split(words: Sequence[str]) -> list[list[str]]:
    """Cut a line of words into commands, each closed by --then."""
    commands: list[list[str]] = [[]]
    for word in words:
        if word == "--then":
            commands.append([])
        else:
            commands[-1].append(word)
    return [command for command in commands if command]


def run(commands: Sequence[Sequence[str]]) -> None:
    """Run the commands in turn; the first that fails ends them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import CommandError, call_command, get_commands

    django.setup()
    for command in commands:
        if command[0] not in get_commands():
            print(f"There is no command {command[0]}; it was left out.", file=sys.stderr)
            continue
        try:
            call_command(*command)
        except CommandError as error:
            # What a command refuses is told in its own sentence, not as a failure of the program.
            sys.exit(str(error))


if __name__ == "__main__":
    run(split(sys.argv[1:]))
