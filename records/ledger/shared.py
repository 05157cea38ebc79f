"""Entries that share the id of an act are of one actor and one moment."""

import hashlib
from collections.abc import Iterable, Mapping
from struct import Struct
from uuid import UUID

from records.ledger.canonical import JSON, canonical
from records.ledger.partitions import Partitions, Spread, spread
from records.ledger.report import LedgerReport

# An act, a digest of who acted when, and the entry that says so.
_SHARE = Struct("16s16s16s")

type Share = tuple[bytes, bytes, bytes]


def share(entry: str, body: Mapping[str, JSON]) -> Share:
    """Return what an entry says of the act that it is part of."""
    said = hashlib.sha256(canonical([body["at"], body["actor"], body.get("key", "")]))
    return UUID(body["act"]).bytes, said.digest()[:16], UUID(entry).bytes


def shares(found: Iterable[Share]) -> Spread:
    """Return shares as `SharedActs` takes them."""
    return spread(_SHARE, found)


class SharedActs:
    """Collect which entry is part of which act; find acts that two people or moments share."""

    def __init__(self) -> None:
        self._shares = Partitions(_SHARE)

    def add(self, some: Spread) -> None:
        """Note the shares of a batch of entries."""
        self._shares.add(some)

    def compare(self, report: LedgerReport) -> None:
        """Find the entries of acts that do not say the same of actor, moment and request."""
        for found in self._shares:
            said: dict[bytes, set[bytes]] = {}
            for act, who, _entry in found:
                said.setdefault(act, set()).add(who)
            for act, _who, entry in found:
                if len(said[act]) > 1:
                    sentence = "The act of this entry is that of another one, by somebody else or "
                    sentence += "at another moment."
                    report.add("act", UUID(bytes=entry), sentence)
