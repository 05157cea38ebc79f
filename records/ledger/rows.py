"""Comparing history rows with the entries that speak of them, and today's rows with the newest."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from records import database, snapshot
from records.commitments import as_text
from records.history import history_model
from records.ledger.canonical import commit
from records.models.base import Tracked
from records.models.ledger import Entry, Salt

if TYPE_CHECKING:
    from records.ledger.audit import Report

# An entry, what it says of one history row, and its whole body.
Named = tuple[Entry, Mapping[str, Any], dict[str, Any]]

# Today's rows against their newest kept state, column by column.
_UNRECORDED = """
SELECT base.id FROM public.{table} base
LEFT JOIN LATERAL (
    SELECT past.* FROM public.{history} past WHERE past.id = base.id
    ORDER BY past.history_date DESC, past.history_id DESC LIMIT 1
) past ON true
WHERE past.id IS NULL OR ({base}) IS DISTINCT FROM ({past})
"""


# Kept states whose row is gone: records and parts are never deleted.
_GONE = """
SELECT DISTINCT past.id FROM public.{history} past
LEFT JOIN public.{table} base ON base.id = past.id
WHERE base.id IS NULL
"""


class RowCheck:
    """Re-digest every history row that entries name, and find rows that none names."""

    def __init__(self, report: "Report") -> None:
        self._report = report
        self._models: dict[str, type[Tracked]] = {
            history_model(model)._meta.db_table: model for model in database.kept_models()
        }
        self._seen: dict[str, int] = defaultdict(int)

    def take(self, entries: Sequence[Entry]) -> None:
        """Check the rows that a batch of entries names."""
        named: dict[str, dict[str, Named]] = defaultdict(dict)
        for entry in entries:
            body = _read(entry)
            for about in body.get("rows", ()):
                named[about["table"]][about["id"]] = (entry, about, body)
        for table, rows in named.items():
            if table in self._models:
                self._table(table, rows)

    def _table(self, table: str, named: Mapping[str, "Named"]) -> None:
        model = history_model(self._models[table])
        names = [field.attname for field in model._meta.concrete_fields]
        found = model._base_manager.filter(pk__in=list(named)).values_list(*names)
        salts = _salts(about.get("commits", {}) for _entry, about, _body in named.values())
        missing = set(named)
        for values in found:
            row = dict(zip(names, values, strict=True))
            key = str(row["history_id"])
            missing.discard(key)
            self._row(table, row, named[key], salts)
        self._seen[table] += len(named) - len(missing)
        for key in sorted(missing):
            sentence = f"A history row of {table} that the ledger speaks of is gone."
            self._report.add("row_missing", key, sentence)

    def _row(
        self,
        table: str,
        row: dict[str, Any],
        named: "Named",
        salts: Mapping[str, Salt],
    ) -> None:
        entry, about, body = named
        self._report.history_rows += 1
        commits = about.get("commits", {})
        if not self._kept(row, commits, salts):
            self._report.add("personal", row["history_id"], "A value about a person was changed.")
        if snapshot.row_digest(table, row, commits) != about["sha256"]:
            sentence = f"A history row of {table} differs from what was recorded."
            self._report.add("row", row["history_id"], sentence)
        at = f"{row['history_date']:%Y-%m-%dT%H:%M:%S.%fZ}"
        if (at, row["history_user_id"]) != (body["at"], body["actor"]["id"]):
            self._report.add("row", row["history_id"], f"Entry {entry.pk} tells another act.")

    def _kept(
        self, row: dict[str, Any], commits: Mapping[str, str], salts: Mapping[str, Salt]
    ) -> bool:
        """Say whether every personal value opens its commitment."""
        for name, committed in commits.items():
            salt = salts.get(committed)
            if salt is None or row[name] in snapshot.EMPTY:
                return False
            if commit(bytes(salt.salt), salt.path, as_text(row[name])) != committed:
                return False
        return True

    def finish(self) -> None:
        """Find history rows that no entry names, and rows of today that bypassed history."""
        for table, model in self._models.items():
            total = history_model(model)._base_manager.count()
            if total != self._seen[table]:
                extra = total - self._seen[table]
                sentence = f"{extra} history rows of {table} are in no entry of the ledger."
                self._report.add("row_extra", table, sentence)
            for key in unrecorded(model):
                sentence = f"A row of {model._meta.db_table} was changed without being recorded."
                self._report.add("unrecorded", key, sentence)
            for key in gone(model):
                sentence = f"A row of {model._meta.db_table} whose history is kept was deleted."
                self._report.add("gone", key, sentence)


def unrecorded(model: type[Tracked]) -> list[UUID]:
    """Return the keys of rows that differ from their newest kept state."""
    history = history_model(model)
    kept = {field.column for field in history._meta.concrete_fields}
    columns = [f.column for f in model._meta.concrete_fields if f.column in kept]
    statement = _UNRECORDED.format(
        table=model._meta.db_table,
        history=history._meta.db_table,
        base=", ".join(f"base.{column}" for column in columns),
        past=", ".join(f"past.{column}" for column in columns),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [key for (key,) in cursor.fetchall()]


def gone(model: type[Tracked]) -> list[UUID]:
    """Return the keys of rows whose history is kept but which are no longer there."""
    names = {"table": model._meta.db_table, "history": history_model(model)._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(_GONE.format(**names))
        return [key for (key,) in cursor.fetchall()]


def _read(entry: Entry) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(entry.body)
    except ValueError:
        return {}
    return body


def _salts(commits: Iterable[Mapping[str, str]]) -> dict[str, Salt]:
    wanted = {value for named in commits for value in named.values()}
    if not wanted:
        return {}
    return {salt.commit: salt for salt in Salt.objects.filter(commit__in=wanted)}
