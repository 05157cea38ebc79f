"""What the database holds beside the tables: sequences, guards of the past, views of it, grants."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from records import references
from records.history import history_model
from records.ledger import guards
from records.models.base import Part, Record, Tracked
from records.models.ledger import Anchor, Checkpoint, Entry, Place, SettledMoment, Tile

_LEDGER: tuple[type[models.Model], ...] = (Entry, Place, Checkpoint, Anchor, Tile, SettledMoment)
APP_ROLE = "countersign_app"

_KEEP = """
CREATE OR REPLACE FUNCTION records_refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a row of % belongs to never changes', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_FIXED = """
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OF {columns} ON {table}
    FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION records_refuse_moving()
"""

# Base rows joined with their newest state at or before the moment; the index makes it cheap. What
# never changes is taken from the base row, so that its indexes lead to single rows of the past,
# too: without them every row would have to be worked out before one could be chosen.
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
    return [*_LEDGER, *(history_model(model) for model in kept_models()), *marked_models()]


def marked_models() -> list[type[models.Model]]:
    """Return the models that say of themselves that their rows are never rewritten."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


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
    for statement in guards.functions(
        history_model(model)._meta.db_table for model in kept_models()
    ):
        _execute(statement)
    _execute(_KEEP)
    for model in kept_models():
        _keep_fixed(model)
        table = history_model(model)._meta.db_table
        _execute(
            f"CREATE INDEX IF NOT EXISTS {table}_asof"
            f" ON {table} (id, history_date DESC, history_id DESC)"
        )
        _execute(guards.guard_history(table, model.personal))
    for guarded in (*_LEDGER, *marked_models()):
        _execute(guards.guard(guarded._meta.db_table))


def fixed_columns(model: type[Tracked]) -> list[str]:
    """Return the columns that never change: key, reference, and what a row belongs to.

    A part belongs to one record for good; so does a record that is reached through another one.
    """
    names = ["id"]
    if issubclass(model, Part):
        names.append(model.belongs_to)
    elif issubclass(model, Record):
        names.append("ref")
        through = model._meta.get_field(model.reach_field.split("__")[0])
        # A unit can be changed by hand: records move between units.
        names += [through.name] if through.is_relation and not through.editable else []
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return [columns[name] for name in names]


def _keep_fixed(model: type[Tracked]) -> None:
    columns = fixed_columns(model)
    differs = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    table = model._meta.db_table
    _execute(_FIXED.format(table=table, columns=", ".join(columns), differs=differs))


def _views() -> None:
    drop_views()
    _execute("CREATE SCHEMA asof")
    for model in viewed_models():
        history = history_model(model)
        kept = {field.column for field in history._meta.concrete_fields}
        changing = kept - set(fixed_columns(model))
        columns = ", ".join(
            f"{'past' if field.column in changing else 'base'}.{field.column}"
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
    _execute(f"GRANT EXECUTE ON FUNCTION records_erase(uuid) TO {APP_ROLE}")
    for kept in kept_models():
        _execute(f"REVOKE DELETE, TRUNCATE ON {kept._meta.db_table} FROM {APP_ROLE}")
    for guarded in append_only_models():
        _execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {guarded._meta.db_table} FROM {APP_ROLE}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
