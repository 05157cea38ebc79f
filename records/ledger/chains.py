"""The acts on each record form a chain: versions from 1 on, each beginning where one ended."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from struct import Struct
from uuid import UUID

from records.ledger.canonical import JSON
from records.ledger.partitions import Partitions, Spread, spread
from records.ledger.report import LedgerReport

# An act that lasts longer is refused, so no honest entry is dated longer before its place.
LONGEST_ACT = timedelta(hours=1)

# Record, version, moment, entry, whether there is a digest before, digests before and after.
_LINK = Struct("16sQq16s?32s32s")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
LONG = LONGEST_ACT // _MICROSECOND

type Link = tuple[bytes, int, int, bytes, bool, bytes, bytes]


def link(entry: str, body: Mapping[str, JSON]) -> Link:
    """Return what an entry says of its record's chain."""
    about, is_later = body["object"], "before" in body
    # A digest of zeros is one, too: that there is none must be said apart.
    before = bytes.fromhex(body["before"]) if is_later else bytes(32)
    after, record = bytes.fromhex(body["after"]), UUID(about["id"]).bytes
    at = moment(body["at"])
    return record, about["version"], at, UUID(entry).bytes, is_later, before, after


def moment(text: str) -> int:
    """Return a moment of a body in microseconds since 1970."""
    return (datetime.fromisoformat(text) - _EPOCH) // _MICROSECOND


def links(found: Iterable[Link]) -> Spread:
    """Return links as `Chains` takes them."""
    return spread(_LINK, found)


class Chains:
    """Collect the links of all records; find where one does not continue the one before."""

    def __init__(self) -> None:
        self._links = Partitions(_LINK)

    def add(self, some: Spread) -> None:
        """Note the links of a batch of entries."""
        self._links.add(some)

    def compare(self, report: LedgerReport) -> None:
        """Walk the chain of every record."""
        for found in self._links:
            for _record, chain in groupby(sorted(found), key=itemgetter(0)):
                for entry, trouble in _walk(chain):
                    sentence = f"This entry {trouble}: it does not continue its record's history."
                    report.add("chain", UUID(bytes=entry), sentence)


_BEGINNING = (False, bytes(32))


def _walk(chain: Iterable[Link]) -> Iterator[tuple[bytes, str]]:
    """Yield the entries that do not fit into the chain of one record, and why not."""
    expected, at, after = 1, None, {_BEGINNING}
    for version, told in groupby(chain, key=itemgetter(1)):
        same = list(told)
        _record, _version, own_at, entry, is_later, before, _after = same[0]
        if len(same) > 1:  # which of them is the true one, nobody can say from here
            yield from ((link[3], f"tells version {version} as another one does") for link in same)
        elif version != expected:
            yield entry, f"speaks of version {version} where {expected} comes next"
        elif (is_later, before) not in after:
            yield entry, "does not begin where the act before it ended"
        elif at is not None and own_at <= at:
            yield entry, "is not dated after the act before it"
        expected, at = version + 1, same[-1][2]
        after = {(True, link[6]) for link in same}


class Dates:
    """Follow the moments of entries in the order of the tree, where dates may not go far back."""

    def __init__(self, report: LedgerReport) -> None:
        self._report = report
        self._newest = 0

    def take(self, entry: str, at: int) -> None:
        """Find an entry that is dated long before one that had its place earlier."""
        if at < self._newest - LONG:
            sentence = (
                f"This entry is dated {told(at)}, but stands behind one of {told(self._newest)}: "
                "it was written later than it says, or a clock was set back."
            )
            self._report.add("late", entry, sentence)
        self._newest = max(self._newest, at)


def told(at: int) -> str:
    """Return a moment in microseconds in words."""
    return (_EPOCH + at * _MICROSECOND).strftime("%Y-%m-%d %H:%M:%S UTC")
