"""Tell what a new edition of the law changes for the whole register."""

import datetime
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.law_changes.actions import edition_cases, edition_change
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.law_changes.documents.edition_book import write_xlsx
from assessments.law_changes.documents.edition_change import as_pdf
from governance import days
from records.actors import Actor
from records.errors import RecordsError

ACTOR = Actor.system("change_report")
WRITERS = {".xlsx", ".pdf"}


class Command(BaseCommand):
    """Read every classification by both editions, and print the report."""

    help = "Report what changes between two editions of the AI Act for each use case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the editions, the day, the file and the form of the output."""
        parser.add_argument("--from", required=True, dest="old", metavar="EDITION")
        parser.add_argument("--to", required=True, dest="new", metavar="EDITION")
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="the day the new edition is read on")
        parser.add_argument("--out", metavar="FILE", help="write an .xlsx or .pdf")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, **options: Any) -> None:
        """Make the report; a file is written only once everything is read."""
        out = Path(options["out"]) if options["out"] else None
        if out is not None and out.suffix.lower() not in WRITERS:
            raise CommandError(f"{out} is neither .xlsx nor .pdf; these two can be written.")
        report = self._report(options)
        if out is not None:
            _write(report, out)
        if options["as_json"]:
            self.stdout.write(json.dumps(report, indent=2, ensure_ascii=False))
            return
        summary = report["summary"]
        self.stdout.write(
            f"{summary['read']} classifications read from {report['from']} to {report['to']}: "
            f"{summary['outcome']['same']} stay, {summary['outcome']['changed']} change, "
            f"{summary['outcome']['needs_answers']} need new answers; obligations: "
            f"{summary['obligations']['gained']} gained, {summary['obligations']['lost']} lost, "
            f"{summary['obligations']['moved']} moved."
        )

    def _report(self, options: dict[str, Any]) -> dict[str, Any]:
        try:
            on = _day(options["on"]) if options["on"] else None
            change = EditionChange(options["old"], options["new"], on or days.today())
            change.check()
            if on is None:
                change = EditionChange(
                    change.old, change.new, edition_change.default_day(change.new)
                )
            return edition_change.compare(change, edition_cases.cases(ACTOR))
        except RecordsError as refusal:
            raise CommandError(str(refusal.message)) from refusal


def _write(report: dict[str, object], out: Path) -> None:
    try:
        with out.open("wb") as file:
            if out.suffix.lower() == ".pdf":
                file.write(as_pdf(report, at=timezone.now()))
            else:
                write_xlsx(report, file)
    except OSError as error:
        raise CommandError(f"{out} cannot be written: {error.strerror}.") from error


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f'"{text}" is no day; write it as YYYY-MM-DD.') from error
