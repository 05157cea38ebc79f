"""Every history row is named by exactly one entry, and every row that is there is named."""

from collections.abc import Iterable, Sequence
from struct import Struct
from uuid import UUID

from django.db import connection

from records.ledger.partitions import Partitions, Spread, spread
from records.ledger.report import LedgerReport

# A history row by its key and the number of its table, and the entry that names it.
_NAMED = Struct("16sH16s")
_STORED = Struct("16sH")
_KEYS = "SELECT uuid_send(history_id), {number} FROM public.{table}"
BATCH = 2_000

type Name = tuple[bytes, int, bytes]


def named(names: Iterable[Name]) -> Spread:
    """Return what entries name, as `RowNames` takes it."""
    return spread(_NAMED, names)


class RowNames:
    """Collect which entry names which row of which of these tables; compare with what is there."""

    def __init__(self, tables: Sequence[str]) -> None:
        self._tables = tables
        self._named = Partitions(_NAMED)

    def add(self, some: Spread) -> None:
        """Note what a batch of entries names."""
        self._named.add(some)

    def compare(self, report: LedgerReport) -> None:
        """Find rows that two entries name, and rows that none names."""
        stored = self._stored()
        for names, there in zip(self._named, stored, strict=True):
            by: dict[tuple[bytes, int], bytes] = {}
            for key, table, entry in names:
                first = by.setdefault((key, table), entry)
                if first is not entry:
                    self._twice(report, key, table, first, entry)
            for key, table in there:
                if (key, table) not in by:
                    sentence = (
                        f"A history row of {self._tables[table]} is in no entry of the ledger."
                    )
                    report.add("row_extra", UUID(bytes=key), sentence)

    def _twice(
        self, report: LedgerReport, key: bytes, table: int, first: bytes, again: bytes
    ) -> None:
        report.add(
            "row_twice",
            UUID(bytes=key),
            f"A history row of {self._tables[table]} is named by two entries: "
            f"{UUID(bytes=first)} and {UUID(bytes=again)}.",
        )

    def _stored(self) -> Partitions:
        """Put aside the key of every row that is there."""
        stored = Partitions(_STORED)
        keys = (_KEYS.format(table=table, number=n) for n, table in enumerate(self._tables))
        with connection.chunked_cursor() as cursor:
            cursor.execute(" UNION ALL ".join(keys))
            while rows := cursor.fetchmany(BATCH):
                stored.add(spread(_STORED, ((bytes(key), table) for key, table in rows)))
        return stored
