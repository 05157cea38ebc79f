"""Give ledger entries their places in the tree, for as long as the process lives."""

import time

from django.core.management.base import BaseCommand

from records.ledger import anchors, book

BUSY, IDLE = 0.02, 0.25  # seconds between looks: while entries come, and when none came for long
QUIET_LOOKS = 250
LOOKS_BETWEEN_ANCHORS = 50


class Command(BaseCommand):
    """Run the sequencer; a second one waits until the first is gone."""

    help = "Place ledger entries in the tree and sign checkpoints."

    def handle(self, *_args: object, **_options: object) -> None:
        """Look for waiting entries until stopped."""
        while not book.take_lock():
            time.sleep(1)
        quiet = 0
        while True:
            quiet = 0 if book.sequence() else quiet + 1
            self._anchor(quiet)
            time.sleep(BUSY if quiet < QUIET_LOOKS else IDLE)

    def _anchor(self, quiet: int) -> None:
        """Now and then look whether the anchor file should get the newest checkpoint."""
        if quiet % LOOKS_BETWEEN_ANCHORS == 1:
            newest = book.latest()
            if newest and anchors.is_due(newest):
                anchors.anchor_to_file(newest)
