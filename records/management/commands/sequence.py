"""Give ledger entries their places in the tree, for as long as the process lives."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from records.ledger import book

BUSY, IDLE = 0.02, 0.25  # seconds between looks: while entries come, and when none came for long
QUIET_LOOKS = 250


class Command(BaseCommand):
    """Run the sequencer; a second one waits until the first is gone."""

    help = "Place ledger entries in the tree and sign checkpoints."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Look for waiting entries until stopped."""
        while not book.take_lock():
            time.sleep(1)
        quiet = 0
        while True:
            quiet = 0 if book.sequence() else quiet + 1
            time.sleep(BUSY if quiet < QUIET_LOOKS else IDLE)
