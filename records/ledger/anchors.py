"""Keeping checkpoints outside of the database: an append-only file now, packs as they are made."""

import json
import os
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

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
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    return record(checkpoint.size, channel="file", receipt=path.name)


def record(size: int, *, channel: str, receipt: str) -> Anchor:
    """Remember where a checkpoint went."""
    return Anchor.objects.create(
        size=size, channel=channel, receipt=receipt, made_at=timezone.now()
    )


def newest(channel: str = "") -> Anchor | None:
    """Return the newest anchor, of one channel or of any."""
    anchors = Anchor.objects.filter(channel=channel) if channel else Anchor.objects.all()
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
