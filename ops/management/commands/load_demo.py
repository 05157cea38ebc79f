"""Load the sample organisation, and print who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.installation import actions as installation
from governance.installation import samples
from ops.demo import loading


class Command(BaseCommand):
    """Load the sample once; a second call changes nothing."""

    help = "Load a sample organisation below the top unit, marked SAMPLE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", default=settings.ORGANISATION)

    def handle(self, *_args: object, **options: Any) -> None:
        """Install what must stand first, load, and print the accounts."""
        top = installation.install(options["organisation"])
        if samples.sample_units():
            self.stdout.write("The sample is loaded; its passwords were printed when it was.")
            return
        self.stdout.write("The sample organisation; these passwords are shown only now:\n")
        for account in loading.load(top):
            self.stdout.write(f"  {account.role:<20} {account.email:<42} {account.password}")
