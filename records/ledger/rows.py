"""Comparing history rows with the entries that speak of them, and today's rows with the newest."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from records import database
from records.commitments import as_text
from records.history import history_model
from records.ledger import erased
from records.ledger.canonical import CanonicalError, commit
from records.ledger.erased import Erasure, Opener
from records.ledger.forms import RowForm, form_of
from records.ledger.report import Report
from records.models.base import Tracked

# What an entry says of one history row, and the whole body; the entry's key is only for telling.
Named = tuple[str, Mapping[str, Any], Mapping[str, Any]]

# Today's rows against their newest kept state, column by column.
_UNRECORDED = """
SELECT '{table}', base.id FROM public.{table} base
LEFT JOIN LATERAL (
    SELECT past.* FROM public.{history} past WHERE past.id = base.id
    ORDER BY past.history_date DESC, past.history_id DESC LIMIT 1
) past ON true
WHERE past.id IS NULL OR ({base}) IS DISTINCT FROM ({past})
"""

# Kept states whose row is gone: records and parts are never deleted. Most rows have many states
# and few are ever gone, so the kept keys are walked by the index.
_GONE = """
SELECT '{table}', past.id FROM (SELECT DISTINCT id FROM public.{history}) past
WHERE NOT EXISTS (SELECT FROM public.{table} base WHERE base.id = past.id)
"""
_COUNT = "SELECT '{history}', count(*) FROM public.{history}"


class RowCheck:
    """Re-digest every history row that entries name, and find rows that none names.

    `erased` is what `erased.read` gives: read once, however many checks share the work.
    """

    def __init__(self, report: Report, erased: Mapping[str, Erasure]) -> None:
        self.seen: Counter[str] = Counter()
        self._report = report
        self._erased = erased

    def take(self, bodies: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Check the rows that a batch of entries (key, body) names."""
        named: dict[str, dict[str, Named]] = defaultdict(dict)
        for key, body in bodies:
            rows = body.get("rows", [])
            if not isinstance(rows, list) or not all(map(_is_readable, rows)):
                self._report.add("body", key, "What this entry says of rows cannot be read.")
                continue
            for about in rows:
                named[about["table"]][about["id"]] = (key, about, body)
        forms = _forms()
        for table, rows in named.items():
            if table in forms:
                self._table(forms[table], rows)

    def _table(self, form: RowForm, named: dict[str, Named]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(form.select, [list(named)])
            found = cursor.fetchall()
        salts = erased.salts(
            about["commits"] for _, about, _ in named.values() if "commits" in about
        )
        self.seen[form.table] += len(found)
        self._report.history_rows += len(found)
        for row in found:
            values = form.values(row)
            self._row(form, values, named.pop(values["history_id"]), salts)
        for key in sorted(named):
            sentence = f"A history row of {form.table} that the ledger speaks of is gone."
            self._report.add("row_missing", key, sentence)

    def _row(
        self, form: RowForm, values: dict[str, Any], named: Named, salts: Mapping[str, Opener]
    ) -> None:
        entry, about, body = named
        commits = about.get("commits", _NONE)
        for name, committed in commits.items():
            if not self._is_kept(form, values, name, committed, salts.get(committed)):
                sentence = f"A value about a person in {form.table} is not what was recorded."
                self._report.add("personal", values["history_id"], sentence)
        if form.digest(values, commits) != about["sha256"]:
            sentence = f"A history row of {form.table} differs from what was recorded."
            self._report.add("row", values["history_id"], sentence)
        act = values.get("history_date"), values.get("history_user_id", "")
        if act != (body["at"], body["actor"]["id"]):
            self._report.add("row", values["history_id"], f"Entry {entry} tells another act.")

    def _is_kept(
        self,
        form: RowForm,
        values: dict[str, Any],
        name: str,
        committed: str,
        salt: Opener | None,
    ) -> bool:
        """Say whether a personal value opens its commitment, or was erased as an entry says."""
        value = values.get(name)
        known = self._erased.get(committed)
        if known is not None:
            mark = form.table, values["id"], name
            return known.is_for(mark) and value == erased.ERASED and salt is None
        if salt is None or value is None or salt.row != values["id"]:
            return False
        with suppress(CanonicalError):  # a salt of another length
            return commit(salt.salt, salt.path, as_text(value)) == committed
        return False

    def finish(self) -> None:
        """Find history rows that no entry names, and rows of today that bypassed history."""
        self._report.count_erased(each.day for each in self._erased.values())
        models = list(database.kept_models())
        for table, total in _each(_COUNT, models):
            if total != self.seen[table]:
                extra = total - self.seen[table]
                sentence = f"{extra} history rows of {table} are in no entry of the ledger."
                self._report.add("row_extra", table, sentence)
        for table, key in _each(_UNRECORDED, models):
            sentence = f"A row of {table} was changed without being recorded."
            self._report.add("unrecorded", key, sentence)
        for table, key in _each(_GONE, models):
            sentence = f"A row of {table} whose history is kept was deleted."
            self._report.add("gone", key, sentence)


@cache
def _forms() -> dict[str, RowForm]:
    """Return how the rows of each history table are read, by table."""
    histories = [history_model(model) for model in database.kept_models()]
    return {model._meta.db_table: form_of(model) for model in histories}


_NONE: Mapping[str, str] = {}
_KEY = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _is_readable(about: Any) -> bool:
    """Say whether what a body says of a row can be used: a rewritten one may hold anything."""
    if not isinstance(about, dict) or not isinstance(about.get("commits", {}), dict):
        return False
    texts = [about.get("table"), about.get("id"), about.get("sha256")]
    texts += about.get("commits", {}).values()
    return all(isinstance(text, str) for text in texts) and bool(_KEY.fullmatch(about["id"]))


def unrecorded(model: type[Tracked]) -> list[UUID]:
    """Return the keys of rows that differ from their newest kept state."""
    return [key for _table, key in _each(_UNRECORDED, [model])]


def gone(model: type[Tracked]) -> list[UUID]:
    """Return the keys of rows whose history is kept but which are no longer there."""
    return [key for _table, key in _each(_GONE, [model])]


def _each(statement: str, models: Iterable[type[Tracked]]) -> list[tuple[Any, Any]]:
    """Ask the same of every kept table, in one question to the database."""
    parts = [f"({statement.format(**_names(model))})" for model in models]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        found: list[tuple[Any, Any]] = cursor.fetchall()
    return found


def _names(model: type[Tracked]) -> dict[str, str]:
    history = history_model(model)
    kept = {field.column for field in history._meta.concrete_fields}
    columns = [f.column for f in model._meta.concrete_fields if f.column in kept]
    return {
        "table": model._meta.db_table,
        "history": history._meta.db_table,
        "base": ", ".join(f"base.{column}" for column in columns),
        "past": ", ".join(f"past.{column}" for column in columns),
    }
