"""What the ledger says was erased, and the salts that still open commitments."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from records.ledger.canonical import JSON

# Stands where a value was: the same in every language, and in fields that must not be empty.
ERASED = "[erased]"
VERB_END = ".erase"


@dataclass(frozen=True)
class Erasure:
    """One value that an entry says was erased: of which record, row and field, on which day."""

    record: str
    table: str
    row: str
    field: str
    day: str

    def is_for(self, mark: tuple[str, str, str, str]) -> bool:
        """Say whether it speaks of this record, table, row and field."""
        return mark == (self.record, self.table, self.row, self.field)


@dataclass(frozen=True)
class Opener:
    """What opens a commitment: its salt, the path that went into it, and of which row it is."""

    salt: bytes
    path: str
    row: str


def read() -> dict[str, Erasure]:
    """Return every erasure by the commitment that cannot be opened any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM records_entry WHERE verb LIKE %s", [f"%{VERB_END}"])
        bodies = [text for (text,) in cursor.fetchall()]
    found: dict[str, Erasure] = {}
    for text in bodies:
        found.update(_of(text))
    return found


def _of(text: str) -> dict[str, Erasure]:
    try:
        body: dict[str, JSON] = json.loads(text)
        return {
            committed: Erasure(
                body["object"]["id"], item["table"], item["id"], item["field"], body["at"][:10]
            )
            for item in body.get("facts", {}).get("erased", ())
            for committed in item["commits"]
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}  # told as an entry that cannot be read


def salts(commits: Iterable[Mapping[str, str]]) -> dict[str, Opener]:
    """Return what opens these commitments (each a mapping of fields), by commitment."""
    wanted = sorted({value for named in commits for value in named.values()})
    if not wanted:
        return {}
    statement = (
        "SELECT commit, salt, path, object_id::text FROM records_salt WHERE commit = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted])
        return {one: Opener(bytes(salt), path, row) for one, salt, path, row in cursor.fetchall()}
