"""Random statements that alter views of the past, guards, functions and rights."""

import random
from functools import cache

from records import database, definitions
from records.ids import new_id


def altering(draw: random.Random) -> str:
    """Return one statement that leaves the database other than the program makes it."""
    return draw.choice(_SORTS)(draw)


def _view(draw: random.Random) -> str:
    return draw.choice(sorted(model._meta.db_table for model in database.viewed_models()))


def _trigger(draw: random.Random) -> tuple[str, str]:
    table, _dot, name = draw.choice(_trigger_names()).partition(".")
    return table, name


@cache
def _trigger_names() -> list[str]:
    return sorted(definitions.expected().triggers)


def _drop_view(draw: random.Random) -> str:
    return f"DROP VIEW asof.{_view(draw)}"


def _replace_view(draw: random.Random) -> str:
    """Let a view of the past show the present instead."""
    view = _view(draw)
    return f"CREATE OR REPLACE VIEW asof.{view} AS {_present(view)}"


def _present(view: str) -> str:
    model = next(one for one in database.viewed_models() if one._meta.db_table == view)
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    return f"SELECT {columns} FROM public.{view}"  # noqa: S608 - our names


def _narrow_view(draw: random.Random) -> str:
    """Let a view of the past leave rows out."""
    model = draw.choice(list(database.viewed_models()))
    text = database.view(model, schema="asof").replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
    return f"{text} WHERE base.id > '{new_id()}'"


def _more_views(draw: random.Random) -> str:
    schema = draw.choice(("asof", "public"))
    return f"CREATE VIEW {schema}.more{draw.randrange(1000)} AS SELECT 1 AS one"


def _drop_trigger(draw: random.Random) -> str:
    table, name = _trigger(draw)
    return f"DROP TRIGGER {name} ON {table}"


def _disable_trigger(draw: random.Random) -> str:
    table, name = _trigger(draw)
    how = draw.choice(("DISABLE TRIGGER", "ENABLE REPLICA TRIGGER", "ENABLE ALWAYS TRIGGER"))
    return f"ALTER TABLE {table} {how} {name}"


def _narrow_trigger(draw: random.Random) -> str:
    table, name = _trigger(draw)
    when = draw.choice(("BEFORE DELETE", "AFTER UPDATE", "BEFORE INSERT"))
    return (
        f"CREATE OR REPLACE TRIGGER {name} {when} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_moving()"
    )


def _more_triggers(draw: random.Random) -> str:
    table, _name = _trigger(draw)
    return (
        f"CREATE TRIGGER more{draw.randrange(1000)} BEFORE INSERT ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_moving()"
    )


def _function(draw: random.Random) -> str:
    name = draw.choice(("records_refuse_rewriting", "records_refuse_all_but_erasure"))
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" 'BEGIN /* {draw.randrange(1000)} */ RETURN NEW; END'"
    )


def _rule(draw: random.Random) -> str:
    table, _name = _trigger(draw)
    return f"CREATE RULE quiet AS ON DELETE TO {table} DO INSTEAD NOTHING"


def _hide(draw: random.Random) -> str:
    table, _name = _trigger(draw)
    return f"ALTER TABLE {table} {draw.choice(('ENABLE', 'FORCE'))} ROW LEVEL SECURITY"


def _grant(draw: random.Random) -> str:
    rights = database.app_rights()
    table = draw.choice(sorted(rights))
    right = draw.choice(sorted({"UPDATE", "DELETE", "TRUNCATE"} - rights[table]))
    return f"GRANT {right} ON {table} TO {draw.choice((database.APP_ROLE, 'PUBLIC'))}"


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


def _foreign(draw: random.Random) -> str:
    """Let a sign, a function or a type of ours stand before the server's own."""
    kind = draw.choice(("varchar", "varchar[]", "jsonb", "text", "uuid"))
    return draw.choice(_FOREIGN).format(schema=draw.choice(("asof", "public")), type=kind)


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
