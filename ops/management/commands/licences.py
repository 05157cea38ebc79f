"""Write the list of every part and its licence."""

from django.core.management.base import BaseCommand

from ops import licences


class Command(BaseCommand):
    """Write docs/licences.md anew; the tools of developers must be installed."""

    help = "Write docs/licences.md anew from the locks and from what is installed."

    def handle(self, *_args: object, **_options: object) -> None:
        """Write it."""
        licences.LIST.write_text(licences.document(), encoding="utf-8")
        self.stdout.write(f"{licences.LIST} was written.")
