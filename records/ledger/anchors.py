"""Keeping checkpoints outside of the database: an append-only file now, packs as they are made."""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from records.ledger.chains import LONGEST_ACT
from records.ledger.checks import LedgerFault
from records.ledger.statements import read_anchors
from records.models.ledger import Anchor, Checkpoint

EVERY = timedelta(seconds=60)
SETTLED = timedelta(seconds=5)
STALE_AFTER = timedelta(hours=24)


def anchor_to_file(checkpoint: Checkpoint) -> Anchor:
    """Append a checkpoint to the anchor file; the line is on disk before the row is written."""
    path = settings.ANCHOR_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    made_at = timezone.now()
    line = json.dumps({"at": made_at.isoformat(), "note": checkpoint.note}, ensure_ascii=False)
    with path.open("ab+") as file:
        # A line that was torn, as by a full disk, must not swallow the next one.
        start = "\n" if _is_torn(file) else ""
        file.write(f"{start}{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return record(checkpoint.size, channel="file", receipt=path.name)


def _is_torn(file: BinaryIO) -> bool:
    """Say whether the last line of a file was begun, but not ended."""
    if file.seek(0, os.SEEK_END) == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def record(size: int, *, channel: str, receipt: str) -> Anchor:
    """Remember where a checkpoint went."""
    return Anchor.objects.create(
        size=size, channel=channel, receipt=receipt, made_at=timezone.now()
    )


def newest(channel: str = "") -> Anchor | None:
    """Return the newest anchor, of one channel or of any."""
    # One that is dated after now says nothing of when a checkpoint left the house.
    anchors = Anchor.objects.filter(made_at__lte=timezone.now())
    anchors = anchors.filter(channel=channel) if channel else anchors
    return anchors.order_by("-made_at").first()


def before(moment: datetime, size: int) -> int | None:
    """Return the largest size below `size` that had left the house by a moment.

    What lies less than `SETTLED` back is left out: it may still be on its way, and a pack that is
    made again as of the same moment must find the same.
    """
    known = Anchor.objects.filter(made_at__lte=moment - SETTLED, size__lt=size)
    return known.order_by("-size").values_list("size", flat=True).first()


def is_due(checkpoint: Checkpoint) -> bool:
    """Say whether the file should get this checkpoint: new there, the last not fresh."""
    last = newest("file")
    if last is None:
        return True
    return last.size < checkpoint.size and timezone.now() - last.made_at >= EVERY


def lost() -> Iterator[LedgerFault]:
    """Find out whether checkpoints that were written to the anchor file are not there any more."""
    path = settings.ANCHOR_FILE
    written = set(Anchor.objects.filter(channel="file").values_list("size", flat=True))
    there = {kept.size for kept in read_anchors(path).kept} if path.exists() else set()
    if ahead := Anchor.objects.filter(made_at__gt=timezone.now() + LONGEST_ACT).count():
        sentence = f"{ahead} anchors are dated after now, which keeps new ones from being made."
        yield LedgerFault("anchor_lost", path.name, sentence)
    missing = sorted(written - there)
    if missing:
        sentence = (
            f"{len(missing)} of {len(written)} checkpoints that were written to {path.name} are "
            f"not there, such as that of {missing[0]} entries. The file was emptied, cut or "
            "replaced."
        )
        yield LedgerFault("anchor_lost", path.name, sentence)
