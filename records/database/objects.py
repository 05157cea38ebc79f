"""What the database holds beside the tables: sequences, guards of the past, views of it, grants."""

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from records.changing import references
from records.history.past import history_model
from records.ledger import guards, revising
from records.ledger.revising import RevisionRule
from records.models.base import Part, Record, TrackedRow
from records.models.ledger import Anchor, Checkpoint, Entry, Place, Salt, SettledMoment, Tile

logger = logging.getLogger(__name__)

_LEDGER: tuple[type[models.Model], ...] = (Entry, Place, Checkpoint, Anchor, Tile, SettledMoment)
APP_ROLE = "countersign_app"
_REFUSABLE = {"UPDATE", "DELETE", "TRUNCATE"}

_KEEP = """
CREATE OR REPLACE FUNCTION records_refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a row of % belongs to never changes', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_FIXED = """
CREATE OR REPLACE TRIGGER fixed BEFORE UPDATE OF {columns} ON {table}
    FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION public.records_refuse_moving()
"""

# Base rows joined with their newest state at or before the moment; the index makes it cheap. What
# never changes is taken from the base row, so that its indexes lead to single rows of the past,
# too: without them every row would have to be worked out before one could be chosen.
_VIEW = """
CREATE VIEW {schema}.{table} AS
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


def kept_models() -> Iterator[type[TrackedRow]]:
    """Yield every model whose states are kept."""
    for model in apps.get_models():
        if issubclass(model, TrackedRow):
            yield model


def viewed_models() -> Iterator[type[TrackedRow]]:
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


def revised_models() -> list[type[models.Model]]:
    """Return the append-only models whose rows may be revised, what they held being kept."""
    found = apps.get_models()
    return [model for model in found if isinstance(getattr(model, "revised", None), RevisionRule)]


def _revised(model: type[models.Model]) -> RevisionRule:
    said: RevisionRule = model.revised  # type: ignore[attr-defined] # only those that have it
    return said


def revised_table(model: type[models.Model]) -> revising.RevisedTable:
    """Name what a revision of such rows touches, as the database knows it."""
    said = _revised(model)
    earlier = apps.get_model(said.earlier)
    link = str(earlier._meta.get_field(said.link).column)
    kept = {field.column for field in earlier._meta.concrete_fields} - {"id", link}
    return revising.RevisedTable(
        table=model._meta.db_table,
        earlier=earlier._meta.db_table,
        link=link,
        record=str(model._meta.get_field(said.record).column),  # type: ignore[union-attr] # a link
        columns=sorted(kept - {"until_revision"}),
    )


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


# What only the program calls so. Anything else is told by `verify_ledger`, and never dropped.
_OUR_TRIGGERS = ("append_only", "append_only_whole", "fixed")
_TRIGGERS_THERE = """
SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal AND tgname = ANY (%s)
"""
# One that something else rests on, or that is another login's, was not made by the program.
_FUNCTIONS_THERE = """
SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')', oid::regprocedure::text
FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'records_')
    AND prokind = 'f' AND pg_has_role(proowner, 'USAGE') AND NOT EXISTS (
        SELECT FROM pg_depend WHERE (refobjid = pg_proc.oid AND deptype = 'n')
            OR (objid = pg_proc.oid AND deptype = 'e')
    )
ORDER BY 1
"""
_MADE = re.compile(r"CREATE OR REPLACE (?:TRIGGER (\w+)|FUNCTION (\w+\([^)]*\)))")


def _drop_former() -> None:
    """Drop the triggers and functions that an earlier version of the program made."""
    ours = {(table, name) for table, made in triggers().items() for name in _names_in(made)}
    for table, name in _ask(_TRIGGERS_THERE, list(_OUR_TRIGGERS)):
        if (table, name) not in ours:
            _drop(f'TRIGGER {name} ON public."{table}"')
    kept = _names_in(functions())
    for name, signature in _ask(_FUNCTIONS_THERE):
        if name not in kept:
            _drop(f"FUNCTION {signature}")


def _drop(what: str) -> None:
    # Somebody else can have made it in our way of naming: so it does not go without a word.
    logger.warning("Dropped what the program no longer makes: %s", what)
    _execute(f"DROP {what}")


def _names_in(statements: Iterable[str]) -> set[str]:
    """Return the names of the triggers or functions that these statements make."""
    made = (match for statement in statements for match in _MADE.finditer(statement))
    return {match[1] or match[2] for match in made}


def _guards() -> None:
    _drop_former()
    for statement in functions():
        _execute(statement)
    for model in kept_models():
        table = history_model(model)._meta.db_table
        _execute(
            f"CREATE INDEX IF NOT EXISTS {table}_asof"
            f" ON {table} (id, history_date DESC, history_id DESC)"
        )
    for statements in triggers().values():
        for statement in statements:
            _execute(statement)


def functions() -> list[str]:
    """Return the statements that make every function of ours."""
    holders = {history_model(model)._meta.db_table: holder_column(model) for model in kept_models()}
    revised = [revised_table(model) for model in revised_models()]
    return [*guards.functions(holders), *revising.functions(revised), _KEEP]


def holder_column(model: type[TrackedRow]) -> str:
    """Return the column that names the record which a row belongs to."""
    if issubclass(model, Part):
        return str(model._meta.get_field(model.belongs_to).column)  # type: ignore[union-attr] # a link
    return "id"


def triggers() -> dict[str, list[str]]:
    """Return the statements that make every trigger of ours, by the table it stands on."""
    made: dict[str, list[str]] = {}
    for model in kept_models():
        made[model._meta.db_table] = [_fixed(model)]
        table = history_model(model)._meta.db_table
        made[table] = [guards.guard_history(table, holder_column(model), model.personal)]
    for guarded in (*_LEDGER, *marked_models()):
        table = guarded._meta.db_table
        made[table] = [guards.guard(table)]
    for revised in revised_models():
        made[revised._meta.db_table] = [revising.guard(revised_table(revised))]
    made[Salt._meta.db_table] = [guards.guard_salts(Salt._meta.db_table)]
    return made


def columns_of_triggers() -> dict[str, list[str]]:
    """Return the columns that a trigger of ours names, by the table; most name none."""
    return {model._meta.db_table: fixed_columns(model) for model in kept_models()}


def fixed_columns(model: type[TrackedRow]) -> list[str]:
    """Return the columns that never change: key, reference, and what a row belongs to.

    A part belongs to one record for good; so does a record that is reached through another one.
    """
    names = ["id"]
    if issubclass(model, Part):
        names.append(model.belongs_to)
    elif issubclass(model, Record):
        names.append("ref")
        # Records move between units, but never from one record to another.
        names += [through] if (through := model.reached_by()) else []
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return [columns[name] for name in names]


def _fixed(model: type[TrackedRow]) -> str:
    columns = fixed_columns(model)
    differs = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    return _FIXED.format(table=model._meta.db_table, columns=", ".join(columns), differs=differs)


def _views() -> None:
    drop_views()
    _execute("CREATE SCHEMA asof")
    for statement in views(schema="asof").values():
        _execute(statement)


def views(*, schema: str) -> dict[str, str]:
    """Return the statements that make every view of the past, by the table it stands for."""
    made = {model._meta.db_table: view(model, schema=schema) for model in viewed_models()}
    for model in revised_models():
        revised = revised_table(model)
        record = model._meta.get_field(_revised(model).record).related_model
        made[revised.table] = revising.view(
            revised,
            schema=schema,
            columns={
                str(field.column): field.column in revised.columns
                for field in model._meta.concrete_fields
            },
            history=history_model(record)._meta.db_table,
        )
    return made


def view(model: type[TrackedRow], *, schema: str) -> str:
    """Return the statement that makes the view of a model's past in a schema."""
    history = history_model(model)
    kept = {field.column for field in history._meta.concrete_fields}
    changing = kept - set(fixed_columns(model))
    columns = ", ".join(
        f"{'past' if field.column in changing else 'base'}.{field.column}"
        for field in model._meta.concrete_fields
    )
    names = {"table": model._meta.db_table, "history": history._meta.db_table}
    return _VIEW.format(schema=schema, columns=columns, **names)


def app_rights() -> dict[str, set[str]]:
    """Return what the restricted login may do with each table of ours."""
    rights = {
        model._meta.db_table: {"SELECT", "INSERT", "UPDATE", "DELETE"}
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    for kept in kept_models():
        rights[kept._meta.db_table] -= {"DELETE"}
    inserted_only: list[type[models.Model]] = [*append_only_models(), Salt]
    for guarded in inserted_only:
        rights[guarded._meta.db_table] = {"SELECT", "INSERT"}
    return rights


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
    _execute(f"GRANT EXECUTE ON FUNCTION records_revise(uuid, text) TO {APP_ROLE}")
    for table, rights in app_rights().items():
        if refused := _REFUSABLE - rights:
            _execute(f"REVOKE {', '.join(sorted(refused))} ON {table} FROM {APP_ROLE}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _ask(question: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return list(cursor.fetchall())
