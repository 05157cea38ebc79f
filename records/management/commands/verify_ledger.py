"""Check the whole ledger and say what does not fit."""

import json
from argparse import ArgumentParser
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from records.ledger import audit, book, note, statements, workers
from records.ledger.report import Report


class Command(BaseCommand):
    """Verify tree, entries, history rows and anchors; exit code 1 where something does not fit."""

    # They would load every page, which takes memory and is nothing to the ledger.
    requires_system_checks: list[str] = []
    help = "Check the whole ledger against itself, the records, and anchors kept outside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument(
            "--anchors",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="an anchor file, or the checkpoint of a pack, kept outside; may be repeated",
        )
        parser.add_argument("--tree-only", action="store_true", help="leave history rows out")
        parser.add_argument(
            "--processes",
            type=int,
            default=workers.available(),
            metavar="N",
            help="share the work on a large ledger among so many (%(default)s)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify and report."""
        if options["processes"] < 1:
            raise CommandError("Give --processes a number from 1 on.")
        try:
            report = audit.verify(
                anchors=_anchors(options["anchors"]),
                public_key=book.public_key(),
                with_rows=not options["tree_only"],
                processes=options["processes"],
            )
        except BrokenProcessPool as error:
            raise CommandError(
                "A process that checks was ended from outside, perhaps for want of memory. "
                "Nothing was found or proved. Try again with --processes 1."
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report) | {"holds": report.holds}, indent=2))
        else:
            self._tell(report)
        if not report.holds:
            raise SystemExit(1)

    def _tell(self, report: Report) -> None:
        self.stdout.write(
            f"{report.size} entries in the tree, root {report.root}\n"
            f"{report.pending} waiting, {report.history_rows} history rows compared, "
            f"{report.checkpoints} checkpoints, {report.anchors} outside anchors"
        )
        for where, count in report.anchored.items():
            self.stdout.write(f"{where}: this tree continues {count} checkpoints kept there")
        for day, count in report.erased.items():
            self.stdout.write(
                f"{count} values erased on {day}: their commitments stand, "
                "they cannot be opened any more"
            )
        for finding in report.findings:
            self.stdout.write(f"FOUND  {finding.code}  {finding.about}: {finding.sentence}")
        verdict = "Everything fits." if report.holds else f"{report.finding_count} findings."
        self.stdout.write(verdict)


def _anchors(named: list[Path]) -> list[statements.Anchored]:
    """Read what was named, or else the installation's own anchor file."""
    kept = named or [path for path in (settings.ANCHOR_FILE,) if path.exists()]
    found = []
    for path in kept:
        try:
            found += statements.read_anchors(path)
        except FileNotFoundError:
            raise CommandError(f"There is no anchor file {path}. Name the file you kept.") from None
        except (ValueError, KeyError, TypeError, note.NoteError) as error:
            raise CommandError(f"{path} holds no checkpoints: {error}") from error
    return found
