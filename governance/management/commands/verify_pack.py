"""Check an evidence pack with the very verifier that travels in it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from records.ledger import verify


class Command(BaseCommand):
    """Run verify.py over a file, bound to this installation's own keys."""

    help = "Check a pack against this installation's keys; exit codes as of verify.py."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Hand over to the verifier."""
        arguments = [options["file"]] + (["--json"] if options["json"] else [])
        published = settings.LEDGER_KEY.with_suffix(".vkey"), settings.SEAL_KEY.with_suffix(".crt")
        for path in published:
            arguments += ["--key", str(path)] if path.exists() else []
        raise SystemExit(verify.main(arguments))
