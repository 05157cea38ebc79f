"""Say how the installation is."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from records import health

WORDS: dict[health.Level, str] = {"ok": "fine", "warn": "LOOK", "bad": "BROKEN"}


class Command(BaseCommand):
    """Look at everything the health page looks at; exit code 1 where something is broken."""

    help = "Say how the installation is: history, worker, jobs, logins, disk, keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *_args: object, **options: object) -> None:
        """Look and tell."""
        checks = health.report()
        if options["json"]:
            self.stdout.write(json.dumps([told(check) for check in checks], indent=2))
        else:
            for check in checks:
                self.stdout.write(f"{WORDS[check.level]:<7} {check.label}: {check.says}")
                if check.todo and check.level != "ok":
                    self.stdout.write(f"        {check.todo}")
        if health.worst(checks) == "bad":
            raise SystemExit(1)


def told(check: health.HealthCheck) -> dict[str, object]:
    """Return a check as plain values."""
    words = {"label": str(check.label), "says": str(check.says), "todo": str(check.todo)}
    return {"check": check.code, "level": check.level, **words, "figures": dict(check.figures)}
