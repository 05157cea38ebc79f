"""Tell what is missing, late or unsigned, and what was looked at."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.gaps import reading
from records.actors import Actor
from records.errors import RuleError
from records.history import moments

ACTOR = Actor.system("gaps")


class Command(BaseCommand):
    """Look, and print what was found."""

    help = "List what is missing, late or unsigned: of a record, of a unit, or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the reference, the moment and the form of the output."""
        parser.add_argument("ref", metavar="REF", nargs="?", default="", help="UC-0001, UN-0001 …")
        parser.add_argument(
            "--as-of", metavar="MOMENT", help="a day or a moment of the past; now by default"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: object, **options: Any) -> None:
        subject = reading.named(options["ref"], ACTOR) if options["ref"] else None
        if options["ref"] and subject is None:
            raise CommandError(f"There is no record {options['ref']}.")
        try:
            found = reading.read(ACTOR, subject, moment=_moment(options["as_of"]))
        except RuleError as error:
            raise CommandError(error.message) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
            return
        for gap in found.every:
            self.stdout.write(f"{gap.ref}  {gap.says}")
        self.stdout.write(f"{found.points} points looked at, {len(found.every)} not in order.")
        for sentence in found.not_looked_at:
            self.stdout.write(sentence)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = moments.parse_moment(text)
    if moment is None:
        raise CommandError(f"“{text}” is neither a day nor a moment of the past.")
    return moment
