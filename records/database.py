"""What the database holds beside the tables: sequences, guards of the past, views of it, grants."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from records import references
from records.history import history_model
from records.models.base import Record, Tracked
from records.models.ledger import Anchor, Checkpoint, Entry, Place, SettledMoment, Tile

_LEDGER: tuple[type[models.Model], ...] = (Entry, Place, Checkpoint, Anchor, Tile, SettledMoment)
APP_ROLE = "countersign_app"

_REFUSE = """
CREATE OR REPLACE FUNCTION records_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The past is not rewritten: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

_GUARD = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION records_refuse_rewriting();
CREATE OR REPLACE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_rewriting()
"""

# Base rows joined with their newest state at or before the moment; the index makes it cheap.
_VIEW = """
CREATE VIEW asof.{table} AS
SELECT {columns}
FROM public.{table} base
CROSS JOIN LATERAL (
    SELECT past.* FROM public.{history} past
    WHERE past.id = base.id
      AND past.history_date <= current_setting('countersign.moment')::timestamptz
    ORDER BY past.history_date DESC, past.history_id DESC
    LIMIT 1
) past
"""


def kept_models() -> Iterator[type[Tracked]]:
    """Yield every model whose states are kept."""
    for model in apps.get_models():
        if issubclass(model, Tracked):
            yield model


def viewed_models() -> Iterator[type[Tracked]]:
    """Yield the models that can be read as of a moment: rights are always today's."""
    for model in kept_models():
        if not getattr(model, "always_today", False):
            yield model


def append_only_models() -> list[type[models.Model]]:
    """Return the models whose rows may be added and read, nothing else: the past, and editions."""
    marked = [model for model in apps.get_models() if getattr(model, "append_only", False)]
    return [*_LEDGER, *(history_model(model) for model in kept_models()), *marked]


def drop_views() -> None:
    """Remove the views of the past: they stand in the way of changed tables."""
    _execute("DROP SCHEMA IF EXISTS asof CASCADE")


def prepare() -> None:
    """Bring everything beside the tables up to date; safe to repeat, called after each migrate."""
    _sequences()
    _guards()
    _views()
    _grants()


def _sequences() -> None:
    for model in kept_models():
        if issubclass(model, Record):
            _execute(f"CREATE SEQUENCE IF NOT EXISTS {references.sequence(model)}")


def _guards() -> None:
    _execute(_REFUSE)
    for model in kept_models():
        table = history_model(model)._meta.db_table
        _execute(
            f"CREATE INDEX IF NOT EXISTS {table}_asof"
            f" ON {table} (id, history_date DESC, history_id DESC)"
        )
    for guarded in append_only_models():
        _execute(_GUARD.format(table=guarded._meta.db_table))


def _views() -> None:
    drop_views()
    _execute("CREATE SCHEMA asof")
    for model in viewed_models():
        history = history_model(model)
        kept = {field.column for field in history._meta.concrete_fields}
        columns = ", ".join(
            f"{'past' if field.column in kept else 'base'}.{field.column}"
            for field in model._meta.concrete_fields
        )
        table = model._meta.db_table
        _execute(_VIEW.format(table=table, history=history._meta.db_table, columns=columns))


def _grants() -> None:
    """Let the restricted login work, but not rewrite the past; skipped where it does not exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone() is None:
            return
    everything = "ALL TABLES IN SCHEMA public"
    _execute(f"GRANT USAGE ON SCHEMA public, asof TO {APP_ROLE}")
    _execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {everything} TO {APP_ROLE}")
    _execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA asof TO {APP_ROLE}")
    _execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
    for kept in kept_models():
        _execute(f"REVOKE DELETE, TRUNCATE ON {kept._meta.db_table} FROM {APP_ROLE}")
    for guarded in append_only_models():
        _execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {guarded._meta.db_table} FROM {APP_ROLE}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
