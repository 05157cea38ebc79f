"""Make an evidence pack of a record and write it to a file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.packs import actions as packs
from governance.packs import making
from records import kinds
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import RecordsError
from records.history.moments import parse_moment
from records.models import Record


class Command(BaseCommand):
    """Make a pack as the command line's operator."""

    help = "Make an evidence pack of a record, as of now or of a past moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ref", help="reference of the record, e.g. UC-0042")
        parser.add_argument("--out", type=Path, required=True, help="file to write")
        parser.add_argument(
            "--scope", default="", help="the unit at which it is looked at, e.g. UN-0001"
        )
        parser.add_argument("--as-of", default="", help="day or moment; now where left out")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        """Make, keep and write the pack."""
        moment = parse_moment(options["as_of"]) if options["as_of"] else timezone.now()
        if moment is None:
            raise CommandError("--as-of takes a past day (2026-03-14) or moment.")
        actor = Actor.system("make_pack")
        _collect_static()
        try:
            scope = _find(options["scope"]) if options["scope"] else None
            reading = DocumentReading(actor, moment, scope=scope)
            made = making.make(_find(options["ref"]), reading, tell=self._tell)
            pack = packs.keep(made, actor=actor)
        except RecordsError as refusal:
            raise CommandError(refusal.message) from refusal
        packs.write(made, options["out"])
        told = {"pack": pack.ref, "id": pack.manifest_digest, "size": pack.size,
                "bytes": pack.byte_count, "pages": made.pages, "gaps": pack.gap_count,
                "unsealed_sha256": pack.unsealed_digest}  # fmt: skip
        text = json.dumps(told) if options["json"] else f"{pack.ref} written to {options['out']}."
        self.stdout.write(text)

    def _tell(self, step: str, _percent: int) -> None:
        """Say what it does, beside what it answers."""
        self.stderr.write(step)


def _collect_static() -> None:
    """Bring together what chapters name, where `up` never did: right after a restore, say."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


def _find(ref: str) -> Record:
    for kind in kinds.every():
        found: Record | None = kind.model._base_manager.filter(ref=ref).first()
        if found is not None:
            return found
    raise CommandError(f"There is no record {ref}.")
