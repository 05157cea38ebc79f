"""Save the installation in one file."""

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ops.backup import making
from ops.backup.trouble import BackupError


class Command(BaseCommand):
    """Write database, kept files, anchors and the newest checkpoint to a new file."""

    help = "Save database, kept files, anchors and checkpoint in one new file; may run any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; it must not exist")
        parser.add_argument(
            "--with-key",
            action="store_true",
            help="put the keys of ledger and seal in, too: whoever has the file can then sign "
            "in your name",
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        address = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL", "")
        path = options["file"].absolute()
        try:
            made = making.make(path, address=address, with_key=options["with_key"])
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(f"{str(error).splitlines()[0]} No backup was made.") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(made) | {"path": str(path)}, indent=2))
            return
        self.stdout.write(
            f"{path}\n"
            f"{made.files} kept files, history up to {made.size} entries.\n"
            f"SHA-256 of its manifest: {made.digest}"
        )
        self.stdout.write(
            "It holds the private keys of ledger and seal: keep it like a key."
            if made.with_key
            else "The private keys are not in it: keep a copy of them apart, or say --with-key."
        )
