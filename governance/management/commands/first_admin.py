"""Make the installation ready for its first sign-in, and say how to sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.installation import actions as installation
from governance.people.actions import invitations


class Command(BaseCommand):
    """Found the organisation where it is missing; print how its administrator signs in."""

    help = "Set up the organisation, the policies and the first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default=settings.ADMIN_EMAIL)
        parser.add_argument("--organisation", default=settings.ORGANISATION)
        parser.add_argument("--print", action="store_true", help="print how to sign in")

    def handle(self, *_args: object, **options: Any) -> None:
        """Install and print."""
        top = installation.install(options["organisation"])
        person = installation.first_administrator(top, email=options["email"])
        if not options["print"]:
            return
        if person.has_usable_password():
            self.stdout.write(f"Sign in as {person.email}.")
        else:
            link = invitations.password_link(person)
            self.stdout.write(f"{person.email} sets a password here, once:\n  {link}")
