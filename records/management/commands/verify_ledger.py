"""Check the whole ledger and say what does not fit."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from records.ledger import audit, book


class Command(BaseCommand):
    """Verify tree, entries, history rows and anchors; exit code 1 where something does not fit."""

    help = "Check the whole ledger against itself, the records, and anchors kept outside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--anchors", type=Path, help="an anchor file kept outside")
        parser.add_argument("--tree-only", action="store_true", help="leave history rows out")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify and report."""
        path = options["anchors"] or settings.ANCHOR_FILE
        if options["anchors"] and not path.exists():
            raise CommandError(f"There is no anchor file {path}. Name the file you kept.")
        anchors = audit.read_anchors(path) if path.exists() else {}
        report = audit.verify(
            anchors=anchors, public_key=book.public_key(), with_rows=not options["tree_only"]
        )
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report) | {"holds": report.holds}, indent=2))
        else:
            self._tell(report)
        if not report.holds:
            raise SystemExit(1)

    def _tell(self, report: audit.Report) -> None:
        self.stdout.write(
            f"{report.size} entries in the tree, root {report.root}\n"
            f"{report.pending} waiting, {report.history_rows} history rows compared, "
            f"{report.checkpoints} checkpoints, {report.anchors} outside anchors"
        )
        for finding in report.findings:
            self.stdout.write(f"FOUND  {finding.code}  {finding.about}: {finding.sentence}")
        verdict = "Everything fits." if report.holds else f"{report.finding_count} findings."
        self.stdout.write(verdict)
