"""Bring a backup back."""

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ops.backup import restoring
from ops.backup.restoring import RestoreReport
from ops.backup.trouble import BackupError


class Command(BaseCommand):
    """Check a backup, put it in place, verify its history; exit code 1 where it does not fit."""

    help = "Bring a backup back into an empty installation, and verify its history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that “backup” wrote")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace what is here: the database is lost, files and keys are put aside",
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        address = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL", "")
        try:
            restored = restoring.restore(
                options["file"], address=address, replace=options["replace"]
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}") from error
        if options["json"]:
            told = asdict(restored) | {"holds": restored.holds}
            told["manifest"] = {k: v for k, v in restored.manifest.items() if k != "files"}
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self._tell(restored)
        if not restored.holds:
            raise SystemExit(1)

    def _tell(self, restored: RestoreReport) -> None:
        manifest, ledger = restored.manifest, restored.ledger
        self.stdout.write(
            f"Restored the backup of {manifest['made_at']}, by version {manifest['version']}.\n"
            f"{ledger['size']} entries in the tree, {ledger['pending']} waiting, "
            f"{ledger['history_rows']} history rows compared, root {ledger['root']}"
        )
        for finding in ledger["findings"]:
            self.stdout.write(
                f"FOUND  {finding['code']}  {finding['about']}: {finding['sentence']}"
            )
        self.stdout.write(
            "The history fits." if restored.holds else f"{ledger['finding_count']} findings."
        )
        for place in restored.aside:
            self.stdout.write(f"Put aside, not deleted: {place}")
        for remark in restored.remarks:
            self.stdout.write(remark)
