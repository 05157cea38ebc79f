"""Check the whole ledger and say what does not fit."""

import json
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from records.ledger import audit, book, keys, statements, workers
from records.ledger.checks import LedgerFault
from records.ledger.report import LedgerReport


class Command(BaseCommand):
    """Verify tree, entries, history rows and anchors; exit code 1 where something does not fit."""

    # They would load every page, which takes memory and is nothing to the ledger.
    requires_system_checks: list[str] = []
    help = "Check the whole ledger against itself, the records, and anchors kept outside."

    def add_arguments(self, parser: ArgumentParser) -> None:
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

    def handle(self, *_args: object, **options: Any) -> None:
        """Verify and report."""
        if options["processes"] < 1:
            raise CommandError("Give --processes a number from 1 on.")
        public = book.public_key()
        files = _anchor_files(options["anchors"])
        try:
            report = audit.verify(
                anchors=[kept for file in files for kept in file.kept],
                faults=[fault for file in files for fault in file.faults()],
                public_key=public,
                with_rows=not options["tree_only"],
                processes=options["processes"],
            )
        except BrokenProcessPool as error:
            raise CommandError(
                "A process that checks was ended from outside, perhaps for want of memory. "
                "Nothing was found or proved. Try again with --processes 1."
            ) from error
        if options["json"]:
            key = {"key": keys.ledger_fingerprint(public) if public else ""}
            self.stdout.write(json.dumps(report.told() | key, indent=2))
        else:
            self._tell(report, public)
        if not report.holds:
            raise SystemExit(1)

    def _tell(self, report: LedgerReport, public: Ed25519PublicKey | None) -> None:
        if public:
            fingerprint = keys.ledger_fingerprint(public)
            self.stdout.write(f"Signed by the key {fingerprint}. Is it the one you were given?")
        self.stdout.write(
            f"{report.size} entries in the tree, root {report.root}\n"
            f"{report.pending} waiting, {report.history_rows} history rows compared, "
            f"{report.checkpoints} checkpoints, {report.anchors} anchors, "
            f"{report.given} of them given from outside"
        )
        for where, count in report.anchored.items():
            self.stdout.write(f"{where}: this tree continues {count} checkpoints kept there")
        for day, count in report.erased.items():
            self.stdout.write(
                f"{count} values erased on {day}: their commitments stand, "
                "they cannot be opened any more"
            )
        for notice in report.notices:
            self._line("LOOK AT", notice)
        for finding in report.findings:
            self._line("FOUND", finding)
        if report.finding_count > len(report.findings):
            counts = ", ".join(f"{code} {count}" for code, count in _most_first(report))
            self.stdout.write(f"Of all findings: {counts}")
        for text in report.not_shown.values():
            self.stdout.write(f"NOT SHOWN  {text}")
        self.stdout.write(report.verdict)

    def _line(self, mark: str, finding: LedgerFault) -> None:
        text = f"{mark}  {finding.code}  {finding.about}: {finding.sentence}"
        # A name in the database may hold signs that steer the terminal.
        self.stdout.write("".join(sign if sign.isprintable() else "?" for sign in text))


def _most_first(report: LedgerReport) -> list[tuple[str, int]]:
    return Counter(report.by_code).most_common()


def _anchor_files(named: list[Path]) -> list[statements.AnchorFile]:
    """Read what was named, or else the installation's own anchor file."""
    own = settings.ANCHOR_FILE
    return [_anchor_file(path, own) for path in named or ([own] if own.exists() else [])]


def _anchor_file(path: Path, own: Path) -> statements.AnchorFile:
    try:
        return statements.read_anchors(path, is_own=path.resolve() == own.resolve())
    except FileNotFoundError:
        raise CommandError(f"There is no anchor file {path}. Name the file you kept.") from None
    except ValueError as error:
        raise CommandError(f"{path} holds no checkpoints: {error}") from error
