"""Reading entries as the checks want them: in tree order, a batch at a time, parsed once."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection

from records.ledger import body as bodies
from records.ledger.canonical import JSON, CanonicalError, canonical
from records.ledger.report import LedgerReport

BATCH = 500
_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

_COLUMNS = """
    entry.id::text, entry.leaf, entry.body,
    to_char(entry.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    entry.actor_kind, entry.actor_id, entry.verb, entry.kind, entry.object_id::text
"""
_PLACED = """
SELECT place.pos, place.leaf, {columns}
FROM records_place place LEFT JOIN records_entry entry ON entry.id = place.entry_id
WHERE place.pos >= %s AND place.pos < %s ORDER BY place.pos
"""
_STARTS = """
SELECT pos FROM (SELECT pos, row_number() OVER (ORDER BY pos) AS number FROM records_place) places
WHERE number %% %s = 1 ORDER BY pos
"""
_BEYOND = "SELECT COALESCE(max(pos) + 1, 0) FROM records_place"
_WAITING = """
SELECT place.pos, pending.leaf, {columns}
FROM records_pending pending JOIN records_entry entry ON entry.id = pending.entry_id
LEFT JOIN records_place place ON place.entry_id = entry.id
ORDER BY entry.id
"""
_LOST = """
SELECT NULL, NULL, {columns}
FROM records_entry entry LEFT JOIN records_place place ON place.entry_id = entry.id
LEFT JOIN records_pending pending ON pending.entry_id = entry.id
WHERE place.pos IS NULL AND pending.entry_id IS NULL ORDER BY entry.id
"""


@dataclass(slots=True)
class StoredEntry:
    """An entry as it is stored, with the leaf and position that its place states."""

    pos: int | None
    placed: bytes | None
    id: str | None
    leaf: bytes
    body: str
    # Moment, kind of actor, actor, verb, kind of record, record: as the columns have them.
    columns: tuple[str, ...]

    def check(self, report: LedgerReport) -> dict[str, object]:
        """Compare the body with its leaf, its place and every column; return it parsed.

        Empty where it is no body at all: what it says then counts for nothing.
        """
        report.entries += 1
        leaf = hashlib.sha256(b"\x00" + self.body.encode()).digest()
        if leaf != self.leaf or (self.placed is not None and leaf != self.placed):
            report.add("leaf", self.id, "The text of this entry is not what was hashed.")
        try:
            body: dict[str, JSON] = _read(self.body)
            is_canonical = _is_canonical(self.body, body)
        except (ValueError, TypeError, RecursionError):
            report.add("body", self.id, "The text of this entry cannot be read.")
            return {}
        if wrong := bodies.fault(body):
            sentence = f"The text of this entry is none that the product writes: {wrong}."
            report.add("body", self.id, sentence)
            return {}
        about, actor = body["object"], body["actor"]
        said = body["at"], actor["kind"], actor["id"], body["verb"], about["kind"], about["id"]
        if not is_canonical:
            report.add("body", self.id, "The text of this entry is not in its one canonical form.")
        if said != self.columns:
            report.add("derived", self.id, "A column of this entry differs from its signed text.")
        return body


def _no_number(text: str) -> None:
    raise ValueError(text)  # bodies hold whole numbers alone


# Numbers that are not whole are refused while the text is read.
_read = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number).decode
_LONG_NUMBER = re.compile(r"\d{16}")


def _is_canonical(text: str, body: dict[str, JSON]) -> bool:
    """Say whether a body is written as it must be: no key twice, no room for another reading."""
    if text.isascii() and not _LONG_NUMBER.search(text):
        return _write(body) == text
    try:
        return canonical(body) == text.encode()
    except CanonicalError:
        return False


def batches() -> list[tuple[int, int]]:
    """Return ranges of positions, from and up to, that hold all placed entries, few in each."""
    starts = [start for (start,) in _rows(_STARTS, BATCH)]
    ((beyond,),) = _rows(_BEYOND)
    return list(pairwise([*starts, beyond]))


def placed(start: int, beyond: int) -> list[StoredEntry]:
    """Return the entries of a range of positions, in their order."""
    return [_stored(row) for row in _rows(_PLACED, start, beyond)]


def waiting() -> list[StoredEntry]:
    """Return the entries that wait for their place, with the leaf that is to be placed."""
    return [_stored(row) for row in _rows(_WAITING)]


def lost(expected: int) -> list[StoredEntry]:
    """Return entries that neither have a place nor wait, where there are more than expected."""
    ((count,),) = _rows("SELECT count(*) FROM records_entry")
    return [_stored(row) for row in _rows(_LOST)] if count != expected else []


def _stored(row: Sequence[Any]) -> StoredEntry:
    pos, leaf, key, own, body, *columns = row
    placed = None if leaf is None else bytes(leaf)
    return StoredEntry(pos, placed, key, bytes(own or b""), body or "", tuple(columns))


def _rows(statement: str, *values: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=_COLUMNS), values)
        found: list[Any] = cursor.fetchall()
    return found
