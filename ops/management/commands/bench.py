"""Measure a register of a chosen size through the real server, against the budgets."""

import json
import os
import subprocess
import sys
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ops.bench import large, report, surroundings, whole
from ops.bench.works.every import WORKS
from ops.bootstrap.places import ROOT
from ops.bootstrap.trouble import Trouble


class Command(BaseCommand):
    """Make a database apart, measure in processes that use it, and print what came of it."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options; the last three are for the processes that the bench starts itself."""
        parser.add_argument("--scale", type=int, default=5000, metavar="N", help="use cases")
        parser.add_argument(
            "--ledger", type=int, default=0, metavar="N", help="verify N entries, and only that"
        )
        parser.add_argument("--register", type=Path, metavar="FILE", help="a register to import")
        parser.add_argument("--mapping", default="us-federal-2024", metavar="NAME")
        parser.add_argument("--requests", type=int, default=60, metavar="N", help="for each page")
        parser.add_argument("--seconds", type=float, default=10.0, metavar="N", help="for writers")
        parser.add_argument(
            "--pages", type=int, nargs="+", default=[100, 300], metavar="N", help="of documents"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--keep", action="store_true", help="leave the database afterwards")
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)
        parser.add_argument("--work", choices=sorted(WORKS), help=SUPPRESS)
        parser.add_argument("--with", dest="given", default="{}", help=SUPPRESS)

    def handle(self, *_args: object, **options: Any) -> None:
        """Measure and print; the process that people start only prepares and prints."""
        if options["work"]:
            told = WORKS[options["work"]](**json.loads(options["given"]))
            self.stdout.write(json.dumps(told))
        elif options["inside"]:
            self.stdout.write(json.dumps(_measure(options)))
        else:
            told = _apart(options)
            self.stdout.write(
                json.dumps(told, indent=2) if options["json"] else report.as_text(told)
            )


def _measure(options: dict[str, Any]) -> dict[str, Any]:
    address = os.environ["DATABASE_URL"]
    if options["ledger"]:
        return large.measure(options["ledger"], address=address)
    file = options["register"]
    order = whole.Order(
        scale=options["scale"],
        requests=options["requests"],
        register=str(file) if file else "",
        mapping=options["mapping"],
        seconds=options["seconds"],
        pages=tuple(options["pages"]),
    )
    return whole.measure(order, address=address)


def _apart(options: dict[str, Any]) -> dict[str, Any]:
    file = options["register"]
    if file and not file.is_file():
        raise CommandError(f"There is no file {file}. Name the register's file, or leave it out.")
    command = [sys.executable, "-m", "django", "bench", "--inside"]
    for name in ("scale", "ledger", "mapping", "requests", "seconds"):
        command += [f"--{name}", str(options[name])]
    command += ["--pages", *map(str, options["pages"])]
    command += ["--register", str(file.resolve())] if file else []
    try:
        with surroundings.apart(settings.STATE_DIR, keep=options["keep"]) as environment:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
            )
    except Trouble as trouble:
        raise CommandError(str(trouble)) from trouble
    if done.returncode:
        raise CommandError("The measuring ended before its time; what it said stands above.")
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told
