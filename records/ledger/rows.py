"""Comparing history rows with the entries that speak of them, and today's rows with the newest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db import connection, models

from records.changing.snapshot import as_text
from records.database import objects
from records.database.paths import SYSTEM, looking_in
from records.history.past import history_model
from records.ledger import erased, shared
from records.ledger.canonical import JSON, CanonicalError, commit
from records.ledger.chains import Link, link, links
from records.ledger.erased import Erasure, Opener
from records.ledger.forms import HistoryTable, form_of
from records.ledger.guards import REASON
from records.ledger.naming import Name, named
from records.ledger.partitions import Spread
from records.ledger.report import LedgerReport
from records.models.base import Part, Record, TrackedRow

# Rows that entries name, links of chains, and shares in acts.
type Said = tuple[Spread, Spread, Spread]
# An entry's key, what it says of one history row, and its whole body.
Named = tuple[str, Mapping[str, JSON], Mapping[str, JSON]]

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

# Views of the past show what never changes as the row of today has it: a row that was hung onto
# another record, or renumbered, would take all its past along.
_MOVED = """
SELECT DISTINCT '{table}', past.id FROM public.{history} past
JOIN public.{table} base ON base.id = past.id
WHERE ({fixed}) IS DISTINCT FROM ({fixed_past})
"""


@dataclass(frozen=True)
class KeptTable:
    """A table of past states: how its rows are read, and which column names their record."""

    form: HistoryTable
    number: int
    kind: str
    holder: str
    is_record: bool
    # Values about people, for which an entry has commitments alone.
    personal: frozenset[str]


class RowCheck:
    """Re-digest every history row that a batch of entries names, as each of them says.

    `erased` is what `erased.read` gives: read once, however many checks share the work.
    """

    def __init__(self, report: LedgerReport, erased: Mapping[str, Erasure]) -> None:
        self._report = report
        self._erased = erased
        self._names: list[Name] = []
        self._links: list[Link] = []
        self._shares: list[shared.Share] = []

    def said(self) -> Said:
        """Return what rows the entries name, links of their records' chains, and their acts."""
        return named(self._names), links(self._links), shared.shares(self._shares)

    def take(self, bodies: Iterable[tuple[str, dict[str, JSON]]]) -> None:
        """Check the rows that a batch of entries (key, body) names."""
        by_table: dict[str, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
        for key, body in bodies:
            for about in self._rows_of(key, body):
                by_table[about["table"]][about["id"]].append((key, about, body))
        for table, rows in by_table.items():
            self._table(kept_tables()[table], rows)

    def _rows_of(self, key: str, body: dict[str, JSON]) -> list[dict[str, JSON]]:
        """Return what an entry says of rows, but for tables that keep none, which are told."""
        tables = kept_tables()
        rows = [about for about in body["rows"] if about["table"] in tables]
        for about in body["rows"]:
            if about["table"] not in tables:
                self._report.add("body", key, "This entry names a table that keeps no states.")
        self._links.append(link(key, body))
        self._shares.append(shared.share(key, body))
        own = [about for about in rows if tables[about["table"]].is_record]
        if len(own) != 1:
            sentence = f"This entry names {len(own)} states of its record, not one."
            self._report.add("state", key, sentence)
        entry = UUID(key).bytes
        self._names += [
            (UUID(about["id"]).bytes, tables[about["table"]].number, entry) for about in rows
        ]
        return rows

    def _table(self, table: KeptTable, rows: dict[str, list[Named]]) -> None:
        form = table.form
        with connection.cursor() as cursor:
            cursor.execute(form.select, [list(rows)])
            found = cursor.fetchall()
        salts = erased.salts(
            about["commits"] for many in rows.values() for _, about, _ in many if "commits" in about
        )
        self._report.history_rows += len(found)
        there: set[str] = set()
        for row in found:
            values = form.values(row)
            key = values["history_id"]
            if key in there:
                self._report.add("row_extra", key, f"A history row of {form.table} is there twice.")
            there.add(key)
            for named_so in rows[key]:
                self._row(table, values, named_so, salts)
        for key in sorted(rows.keys() - there):
            sentence = f"A history row of {form.table} that the ledger speaks of is gone."
            self._report.add("row_missing", key, sentence)

    def _row(
        self,
        table: KeptTable,
        values: dict[str, Any],
        named_so: Named,
        salts: Mapping[str, Opener],
    ) -> None:
        entry, about, body = named_so
        form, commits = table.form, about.get("commits", _NONE)
        for name, committed in commits.items():
            if not self._is_kept(table, values, name, salts.get(committed), committed=committed):
                sentence = f"A value about a person in {form.table} is not what was recorded."
                self._report.add("personal", values["history_id"], sentence)
        if form.digest(values, commits) != about["sha256"]:
            sentence = f"A history row of {form.table} differs from what was recorded."
            self._report.add("row", values["history_id"], sentence)
        for name in sorted((table.personal & values.keys()) - commits.keys()):
            sentence = f"{name} in {form.table} is about a person, but was recorded in the clear."
            self._report.add("personal", values["history_id"], sentence)
        act = values.get("history_date"), values.get("history_user_id", "")
        if act != (body["at"], body["actor"]["id"]):
            self._report.add("row", values["history_id"], f"Entry {entry} tells another act.")
        if values.get("history_type") != about["type"]:
            self._report.add("row", values["history_id"], f"Entry {entry} tells another sort.")
        self._belongs(table, values, entry, body)

    def _belongs(
        self, table: KeptTable, values: dict[str, Any], entry: str, body: Mapping[str, JSON]
    ) -> None:
        """Find a row that is not of the entry's record, or another state than the entry says."""
        record = body["object"]
        if (table.kind, values.get(table.holder)) != (record["kind"], record["id"]):
            sentence = f"A row of {table.form.table} that this entry names is of another record."
            self._report.add("owner", entry, sentence)
        said = record["version"], record["ref"], body["after"]
        kept = values.get("version"), values.get("ref"), values.get("digest")
        if table.is_record and kept != said:
            sentence = "This entry names another state of its record than it says."
            self._report.add("state", entry, sentence)

    def _is_kept(
        self,
        table: KeptTable,
        values: dict[str, Any],
        name: str,
        salt: Opener | None,
        *,
        committed: str,
    ) -> bool:
        """Say whether a personal value opens its commitment, or was erased as an entry says."""
        value = values.get(name)
        known = self._erased.get(committed)
        if known is not None:
            mark = values.get(table.holder, ""), table.form.table, values["id"], name
            return known.is_for(mark) and value == erased.ERASED and salt is None
        if salt is None or value is None or salt.row != values["id"]:
            return False
        with suppress(CanonicalError):  # a salt of another length
            return commit(salt.salt, salt.path, as_text(value)) == committed
        return False


def today(report: LedgerReport) -> None:
    """Find rows of today that differ from their newest state, are gone, or were moved."""
    kept = list(objects.kept_models())
    for table, key in _each(_UNRECORDED, kept):
        report.add("unrecorded", key, f"A row of {table} was changed without being recorded.")
    for table, key in _each(_GONE, kept):
        report.add("gone", key, f"A row of {table} whose history is kept was deleted.")
    for table, key in _each(_MOVED, [model for model in kept if objects.fixed_columns(model)[1:]]):
        sentence = f"A row of {table} does not belong where a past state of it says, or has another"
        report.add("owner", key, f"{sentence} reference: its past was moved.")


@cache
def kept_tables() -> dict[str, KeptTable]:
    """Return the tables of past states by name; their numbers are the same in every process."""
    histories = {history_model(model)._meta.db_table: model for model in objects.kept_models()}
    return {
        name: _kept_table(number, histories[name]) for number, name in enumerate(sorted(histories))
    }


def _kept_table(number: int, model: type[TrackedRow]) -> KeptTable:
    form, kind, holder = form_of(history_model(model)), model.kind_code(), "id"
    is_record = not issubclass(model, Part)
    if issubclass(model, Part):
        field = cast("models.ForeignKey[Any, Any]", model._meta.get_field(model.belongs_to))
        kind, holder = cast("type[Record]", field.related_model).kind_code(), field.attname
    personal = frozenset({*model.personal, REASON})
    return KeptTable(form, number, kind, holder, is_record, personal)


_NONE: Mapping[str, str] = {}


def unrecorded(model: type[TrackedRow]) -> list[UUID]:
    """Return the keys of rows that differ from their newest kept state."""
    return [key for _table, key in _each(_UNRECORDED, [model])]


def _each(statement: str, models: Iterable[type[TrackedRow]]) -> list[tuple[Any, Any]]:
    """Ask the same of every kept table, in one question to the database."""
    parts = [f"({statement.format(**_names(model))})" for model in models]
    # Rows are compared by the server's own signs, whatever others were put among the tables.
    with looking_in(SYSTEM), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        found: list[tuple[Any, Any]] = cursor.fetchall()
    return found


def _names(model: type[TrackedRow]) -> dict[str, str]:
    history = history_model(model)
    kept = {field.column for field in history._meta.concrete_fields}
    # To the server 1 and 1.0 are one number; to a digest, and to who reads them, they are two.
    columns = [
        f"{field.column}::text" if isinstance(field, models.JSONField) else field.column
        for field in model._meta.concrete_fields
        if field.column in kept
    ]
    fixed = objects.fixed_columns(model)[1:]
    return {
        "table": model._meta.db_table,
        "history": history._meta.db_table,
        "base": ", ".join(f"base.{column}" for column in columns),
        "past": ", ".join(f"past.{column}" for column in columns),
        "fixed": ", ".join(f"base.{column}" for column in fixed),
        "fixed_past": ", ".join(f"past.{column}" for column in fixed),
    }
