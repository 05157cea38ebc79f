"""Random statements that alter views of the past, guards, functions and rights."""

import random
from dataclasses import dataclass
from functools import cache

from records.database import definitions, objects
from records.ids import new_id


@dataclass(frozen=True)
class Alteration:
    """A statement that leaves the database other than the program makes it; what is told of it."""

    statement: str
    about: str
    code: str = "definition"
    # What it changes can change what other statements mean.
    is_alone: bool = False


def altering(draw: random.Random, at_once: int) -> list[Alteration]:
    """Return alterations of different things, at most so many; one alone where it must be."""
    made: dict[tuple[str, str], Alteration] = {}
    for _ in range(at_once):
        one = draw.choice(_SORTS)(draw)
        if one.is_alone:
            return list(made.values()) or [one]
        made.setdefault((one.code, one.about), one)
    return list(made.values())


def _view(draw: random.Random) -> str:
    return draw.choice(sorted(model._meta.db_table for model in objects.viewed_models()))


def _trigger(draw: random.Random) -> tuple[str, str]:
    table, _dot, name = draw.choice(_trigger_names()).partition(".")
    return table, name


@cache
def _trigger_names() -> list[str]:
    return sorted(definitions.expected().triggers)


def _drop_view(draw: random.Random) -> Alteration:
    view = _view(draw)
    return Alteration(f"DROP VIEW asof.{view}", view)


def _replace_view(draw: random.Random) -> Alteration:
    """Let a view of the past show the present instead."""
    view = _view(draw)
    return Alteration(f"CREATE OR REPLACE VIEW asof.{view} AS {_present(view)}", view)


def _present(view: str) -> str:
    model = next(one for one in objects.viewed_models() if one._meta.db_table == view)
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    return f"SELECT {columns} FROM public.{view}"  # noqa: S608 - our names


def _narrow_view(draw: random.Random) -> Alteration:
    """Let a view of the past leave rows out."""
    model = draw.choice(list(objects.viewed_models()))
    text = objects.view(model, schema="asof").replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
    return Alteration(f"{text} WHERE base.id > '{new_id()}'", model._meta.db_table)


def _more_views(draw: random.Random) -> Alteration:
    schema, name = draw.choice(("asof", "public")), f"more{draw.randrange(1000)}"
    about = name if schema == "asof" else f"public.{name}"
    return Alteration(f"CREATE VIEW {schema}.{name} AS SELECT 1 AS one", about)


def _drop_trigger(draw: random.Random) -> Alteration:
    table, name = _trigger(draw)
    return Alteration(f"DROP TRIGGER {name} ON {table}", f"{table}.{name}")


def _disable_trigger(draw: random.Random) -> Alteration:
    table, name = _trigger(draw)
    how = draw.choice(("DISABLE TRIGGER", "ENABLE REPLICA TRIGGER", "ENABLE ALWAYS TRIGGER"))
    return Alteration(f"ALTER TABLE {table} {how} {name}", f"{table}.{name}")


def _narrow_trigger(draw: random.Random) -> Alteration:
    table, name = _trigger(draw)
    when = draw.choice(("BEFORE DELETE", "AFTER UPDATE", "BEFORE INSERT"))
    statement = (
        f"CREATE OR REPLACE TRIGGER {name} {when} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_moving()"
    )
    return Alteration(statement, f"{table}.{name}")


def _more_triggers(draw: random.Random) -> Alteration:
    (table, _name), name = _trigger(draw), f"more{draw.randrange(1000)}"
    statement = (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_moving()"
    )
    return Alteration(statement, f"{table}.{name}")


def _function(draw: random.Random) -> Alteration:
    name = draw.choice(("records_refuse_rewriting", "records_refuse_all_but_erasure"))
    statement = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" 'BEGIN /* {draw.randrange(1000)} */ RETURN NEW; END'"
    )
    return Alteration(statement, f"{name}()")


def _rule(draw: random.Random) -> Alteration:
    table, _name = _trigger(draw)
    statement = f"CREATE RULE quiet AS ON DELETE TO {table} DO INSTEAD NOTHING"
    return Alteration(statement, f"public.{table}")


def _hide(draw: random.Random) -> Alteration:
    table, _name = _trigger(draw)
    statement = f"ALTER TABLE {table} {draw.choice(('ENABLE', 'FORCE'))} ROW LEVEL SECURITY"
    return Alteration(statement, f"public.{table}")


def _grant(draw: random.Random) -> Alteration:
    rights = objects.app_rights()
    table = draw.choice(sorted(rights))
    right = draw.choice(sorted({"UPDATE", "DELETE", "TRUNCATE"} - rights[table]))
    statement = f"GRANT {right} ON {table} TO {draw.choice((objects.APP_ROLE, 'PUBLIC'))}"
    return Alteration(statement, table, "grant")


# What lets signs and names mean something else, for values of a type.
_FOREIGN = (
    """
    CREATE FUNCTION {schema}.same({type}, {type}) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE OPERATOR {schema}.= (LEFTARG = {type}, RIGHTARG = {type}, FUNCTION = {schema}.same)
    """,
    "CREATE FUNCTION {schema}.max({type}) RETURNS {type} LANGUAGE sql AS 'SELECT $1'",
    "CREATE AGGREGATE {schema}.count({type}) (SFUNC = int8inc_any, STYPE = int8, INITCOND = '0')",
    "CREATE OPERATOR {schema}.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    "CREATE DOMAIN {schema}.other AS {type}",
    "CREATE TYPE {schema}.other AS (one {type})",
    "CREATE TYPE {schema}.other AS ENUM ('one')",
    'CREATE COLLATION {schema}.other FROM pg_catalog."C"',
    "CREATE TYPE {schema}.other AS (one {type}); CREATE CAST ({schema}.other AS text) WITH INOUT",
)


def _foreign(draw: random.Random) -> Alteration:
    """Let a sign, a function or a type of ours stand before the server's own."""
    kind = draw.choice(("varchar", "varchar[]", "jsonb", "text", "uuid"))
    statement = draw.choice(_FOREIGN).format(schema=draw.choice(("asof", "public")), type=kind)
    return Alteration(statement, "", is_alone=True)


_SORTS = (
    _foreign,
    _foreign,
    _drop_view,
    _replace_view,
    _narrow_view,
    _more_views,
    _drop_trigger,
    _disable_trigger,
    _narrow_trigger,
    _more_triggers,
    _function,
    _rule,
    _hide,
    _grant,
)
