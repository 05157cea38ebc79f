"""States that were signed: read again from history, and compared with others."""

import hashlib
from collections.abc import Sequence
from typing import Any

from governance.models import SignOff
from records import values
from records.actors import Actor
from records.changing import snapshot
from records.changing.snapshot import KnownCommitments, parts_of
from records.history import timeline
from records.history.past import as_of, current_moment, history_model
from records.ledger.canonical import canonical, digest
from records.models import Record
from records.shapes import ChangeLine


def digest_of(record: Record) -> str:
    """Digest a record as it was read; the stored digest where a salt was erased since."""
    try:
        return digest(_taken(record))
    except LookupError:
        return record.digest


def _taken(record: Record) -> dict[str, Any]:
    return snapshot.snapshot(record, parts_of([record])[record.pk], KnownCommitments())


def signed_state(sign_off: SignOff, record: Record, signed: str) -> bytes | None:
    """Return the canonical state in which a sign-off names a record by digest.

    None where it can no longer be worked out: a salt was erased since, or no past of it is read.
    """
    with as_of(sign_off.created_at):
        then = type(record)._base_manager.filter(pk=record.pk).first()
        try:
            taken = canonical(_taken(then)) if then else b""
        except LookupError:
            return None
    return taken if hashlib.sha256(taken).hexdigest() == signed else None


def between_digests(record: Record, old: str, new: str, actor: Actor) -> Sequence[ChangeLine]:
    """Tell what differs between the newest versions of a record that had these digests."""
    first, second = _version(record, old), _version(record, new)
    if first is None or second is None or first == second:
        return ()
    found = timeline.compare(record, actor, old=first, new=second, material=True)
    return _that_count(record, found.changes) if found else ()


def _version(record: Record, wanted: str) -> int | None:
    rows = history_model(type(record))._base_manager.filter(id=record.pk, digest=wanted)
    if moment := current_moment():
        rows = rows.filter(history_date__lte=moment)
    found: int | None = rows.order_by("-version").values_list("version", flat=True).first()
    return found


def _that_count(record: Record, changes: Sequence[ChangeLine]) -> list[ChangeLine]:
    """Leave out what changes no digest, such as the owner: nobody signs that."""
    model = type(record)
    skipped = {*model.immaterial, *model.cosmetic, *model.untracked}
    fields = [field for field in model._meta.concrete_fields if field.name in skipped]
    silent = {values.label_of(field) for field in fields}
    return [change for change in changes if change.label not in silent]
