"""Checks of the ledger: sequencer, checkpoints, anchors, and where its key lies."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from records import private
from records.health.checks import HealthCheck, lasting
from records.ledger import anchors, book, keys
from records.models import Checkpoint, Entry, Pending

# A look takes 20 ms; what waits longer than this means that nobody looks, or cannot keep up.
SLOW, STUCK = 10.0, 300.0
_HELD = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND ((classid::bigint << 32) | objid::bigint) = %s
"""


def ledger() -> Iterator[HealthCheck]:
    """Look at the ledger."""
    yield sequencer()
    newest = book.latest()
    yield checkpoint(newest)
    yield anchor(newest)
    yield key()


def sequencer() -> HealthCheck:
    """Say whether a sequencer runs, and how far it is behind."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [book.SEQUENCER_LOCK])
        runs = bool(cursor.fetchone()[0])
    pending = Pending.objects.count()
    first = Entry.objects.filter(pending__isnull=False).order_by("id").first() if pending else None
    behind = _age(first.occurred_at) if first else 0.0
    figures = {
        "countersign_sequencer_running": float(runs),
        "countersign_ledger_pending": pending,
        "countersign_ledger_pending_oldest_seconds": behind,
    }
    label, waits = _("Sequencer"), {"count": pending, "time": lasting(behind)}
    if not runs:
        return HealthCheck(
            code="sequencer",
            label=label,
            level="bad",
            says=_("No sequencer runs. %(count)s entries wait for their place.") % waits,
            todo=_("Start “manage.py sequence”. Nothing is lost meanwhile; receipts wait."),
            figures=figures,
        )
    if behind > SLOW:
        return HealthCheck(
            code="sequencer",
            label=label,
            level="bad" if behind > STUCK else "warn",
            says=_("It runs, but %(count)s entries wait, the oldest for %(time)s.") % waits,
            todo=_("Look into the log of the sequencer, and whether the database is overloaded."),
            figures=figures,
        )
    return HealthCheck(
        code="sequencer",
        label=label,
        says=_("It runs and is not behind."),
        figures=figures,
    )


def checkpoint(newest: Checkpoint | None) -> HealthCheck:
    """Say when the tree was last signed; without new entries no checkpoint is due."""
    label = _("Last checkpoint")
    if newest is None:
        return HealthCheck(code="checkpoint", label=label, says=_("None yet: nothing is recorded."))
    age = _age(newest.made_at)
    return HealthCheck(
        code="checkpoint",
        label=label,
        says=_("Signed %(time)s ago, over %(size)s entries.")
        % {"time": lasting(age), "size": newest.size},
        figures={"countersign_checkpoint_age_seconds": age, "countersign_ledger_size": newest.size},
    )


def anchor(newest: Checkpoint | None) -> HealthCheck:
    """Say how old the newest anchor is that covers less than the tree."""
    last, label = anchors.newest(), _("Last anchor outside the database")
    where = {"file": settings.ANCHOR_FILE}
    if newest is None:
        return HealthCheck(code="anchor", label=label, says=_("None yet: nothing is recorded."))
    if last is None:
        return HealthCheck(
            code="anchor",
            label=label,
            level="warn",
            says=_("No checkpoint was kept outside the database yet."),
            todo=_("The sequencer writes them to %(file)s: see that it runs and may write there.")
            % where,
        )
    age = _age(last.made_at)
    open_since = age if last.size < newest.size else 0.0
    is_stale = open_since > anchors.STALE_AFTER.total_seconds()
    lost = not settings.ANCHOR_FILE.exists()
    says = _("%(time)s ago, over %(size)s entries (%(channel)s).") % {
        "time": lasting(age),
        "size": last.size,
        "channel": last.channel,
    }
    if lost:
        says = _("The anchor file %(file)s is not there.") % where
    return HealthCheck(
        code="anchor",
        label=label,
        level="bad" if lost else "warn" if is_stale else "ok",
        says=says,
        todo=_("Bring the file back from your copy, or see why the sequencer cannot write it.")
        if lost or is_stale
        else _("Keep a copy of %(file)s on another machine.") % where,
        figures={"countersign_anchor_age_seconds": age, "countersign_anchor_size": last.size},
    )


def key() -> HealthCheck:
    """Name the ledger's public key and where the private one lies; never the key itself."""
    path, public, label = settings.LEDGER_KEY, book.public_key(), _("Key of the ledger")
    if public is None:
        return HealthCheck(
            code="key", label=label, says=_("None yet: the first checkpoint makes it.")
        )
    says = _("Fingerprint %(print)s. The private key belongs in %(path)s.") % {
        "print": keys.ledger_fingerprint(public),
        "path": path,
    }
    trouble = key_trouble(path)
    return HealthCheck(
        code="key",
        label=label,
        level="bad" if trouble else "ok",
        says=f"{says} {trouble}".strip(),
        todo=_("Bring the key back from your copy, readable for its user alone (mode 600).")
        if trouble
        else _("Keep a copy apart from the database, and tell auditors the fingerprint."),
    )


def key_trouble(path: Path) -> str:
    """Say what is wrong with a key file, without reading it."""
    if not path.exists():
        return _("It is not there.")
    if path.stat().st_mode & private.GROUP_OR_OTHERS:
        return _("Others on this machine may use it.")
    return ""


def _age(moment: datetime) -> float:
    return max(0.0, (timezone.now() - moment).total_seconds())
