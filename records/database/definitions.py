"""What the database must hold beside the tables, compared with what it does hold.

Views of the past, guards and functions decide what pages show and what can be rewritten. Each is
made once more among the temporary objects of this connection, and the database is asked to write
down both: so nothing depends on how a version of PostgreSQL words them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import DatabaseError, connection, transaction

from records.database import foreign, objects
from records.database.paths import SYSTEM, looking_in
from records.ledger.checks import LedgerFault

_SHELL = "CREATE TEMPORARY TABLE {table} AS SELECT {columns} FROM public.{table} WITH NO DATA"
_TEMPORARY = "SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()"

_VIEWS = """
SELECT relname, relkind::text || coalesce(pg_get_viewdef(oid), '') || coalesce(reloptions::text, '')
FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind <> 'i'
"""
_TRIGGERS = """
SELECT relname || '.' || tgname, pg_get_triggerdef(pg_trigger.oid) || ' ' || tgenabled::text
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace = %s::regnamespace AND NOT tgisinternal
"""
_FUNCTIONS = """
SELECT proname || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')',
    CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(pg_proc.oid) ELSE prokind::text END
FROM pg_proc WHERE pronamespace = %s::regnamespace
"""
_OWN_SCHEMA = re.compile(r"\b(ON|FUNCTION) (?:pg_temp\w*|public)\.")

_RIGHTS = """
SELECT relname, given FROM pg_class,
    unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) given
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND CASE given
    WHEN 'UPDATE' THEN has_any_column_privilege(%(login)s, oid, given)
    ELSE has_table_privilege(%(login)s, oid, given)
END
"""
_POWERS = """
SELECT power FROM pg_roles, LATERAL (VALUES
    ('is a superuser', rolsuper),
    ('may make logins', rolcreaterole),
    ('passes by row security', rolbypassrls),
    ('may replicate', rolreplication),
    ('may make databases', rolcreatedb),
    ('is a member of another login', EXISTS (
        SELECT FROM pg_auth_members WHERE member = pg_roles.oid
    )),
    ('may make schemas', has_database_privilege(rolname, current_database(), 'CREATE')),
    ('may make objects among the tables', has_schema_privilege(rolname, 'public', 'CREATE')),
    ('may make views of the past', has_schema_privilege(rolname, 'asof', 'CREATE')),
    ('may act as the owner of the tables', pg_has_role(rolname, (
        SELECT relowner FROM pg_class WHERE oid = 'public.records_entry'::regclass
    ), 'MEMBER'))
) powers (power, is_given) WHERE rolname = %(login)s AND is_given
"""

# Whatever else the login owns or was given; tables and powers are looked at above.
_HOLDINGS = """
SELECT pg_describe_object(classid, objid, objsubid) FROM pg_shdepend
WHERE refobjid = to_regrole(%(login)s) AND deptype IN ('o', 'a')
    AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND NOT (deptype = 'a' AND (
        classid IN ('pg_default_acl'::regclass, 'pg_namespace'::regclass)
        OR (classid = 'pg_class'::regclass AND objid IN (
            SELECT oid FROM pg_class
            WHERE relnamespace IN ('public'::regnamespace, 'asof'::regnamespace)
        ))
        OR (classid = 'pg_proc'::regclass AND objid IN (
            to_regprocedure('public.records_erase(uuid)'),
            to_regprocedure('public.records_revise(uuid,text)')
        ))
    ))
UNION SELECT 'parameter ' || parname FROM pg_parameter_acl, aclexplode(paracl) given
WHERE given.grantee IN (0, to_regrole(%(login)s))
-- What the server keeps for its administrators, and everybody was given.
UNION SELECT pg_describe_object(classoid, objoid, 0)
FROM pg_init_privs kept
LEFT JOIN pg_class ON classoid = 'pg_class'::regclass AND pg_class.oid = objoid
LEFT JOIN pg_proc ON classoid = 'pg_proc'::regclass AND pg_proc.oid = objoid,
    aclexplode(coalesce(relacl, proacl)) given
WHERE objsubid = 0 AND given.grantee = 0 AND NOT EXISTS (
    SELECT FROM aclexplode(kept.initprivs) first
    WHERE first.grantee = 0 AND first.privilege_type = given.privilege_type
)
ORDER BY 1
"""


@dataclass(frozen=True)
class Definitions:
    """Views of the past, triggers and functions, each by name as the database writes it down."""

    views: Mapping[str, str]
    triggers: Mapping[str, str]
    functions: Mapping[str, str]


def altered() -> Iterator[LedgerFault]:
    """Find views, guards, functions and rights that are not those which the program makes."""
    try:
        wanted = expected()
    except DatabaseError as error:
        sentence = f"What the program makes could not be made for comparison: {error}".strip()
        yield LedgerFault("definition", "database", sentence)
        return
    # What a name stands for is written out, whatever path a login was given.
    with looking_in(SYSTEM):
        found = [*_differences(wanted, present()), *foreign.found(), *_rights()]
    yield from found


def expected() -> Definitions:
    """Return the definitions that the program makes, as this database writes them down."""
    with transaction.atomic():
        made = _made()
        transaction.set_rollback(True)
    return made


def _made() -> Definitions:
    """Make everything among the temporary objects; views by the signs of the server."""
    with looking_in(SYSTEM):
        made_views = objects.views(schema="pg_temp")
        _do(made_views.values())
        ((temporary,),) = _ask(_TEMPORARY)
        views = _written(_VIEWS, temporary)
        _do([f"DROP VIEW {', '.join(f'pg_temp.{table}' for table in made_views)}"])
        triggers = objects.triggers()
        # Of the columns that a trigger speaks of alone: a whole table takes ten times as long.
        columns = objects.columns_of_triggers()
        _do(
            _SHELL.format(table=table, columns=", ".join(columns.get(table, ())))
            for table in triggers
        )
        _do(chain.from_iterable(triggers.values()))
        _do(
            statement.replace("FUNCTION records_", "FUNCTION pg_temp.records_")
            for statement in objects.functions()
        )
        return Definitions(views, _written(_TRIGGERS, temporary), _written(_FUNCTIONS, temporary))


def present() -> Definitions:
    return Definitions(
        _written(_VIEWS, "asof"), _written(_TRIGGERS, "public"), _written(_FUNCTIONS, "public")
    )


def _written(question: str, schema: str) -> dict[str, str]:
    """Return definitions in a schema by name, without the schema that they themselves stand in."""
    with looking_in(SYSTEM):
        rows = _ask(question, schema)
    return {name: _OWN_SCHEMA.sub(r"\1 ", text, count=1) for name, text in rows}


def _differences(wanted: Definitions, found: Definitions) -> Iterator[LedgerFault]:
    for what, program, stored in (
        ("view of the past", wanted.views, found.views),
        ("guard", wanted.triggers, found.triggers),
        ("function", wanted.functions, found.functions),
    ):
        for name in sorted({*program, *stored}):
            if name not in stored:
                yield LedgerFault("definition", name, f"The {what} {name} is gone.")
            elif name not in program:
                yield LedgerFault("definition", name, f"The {what} {name} is not one of ours.")
            elif program[name] != stored[name]:
                yield LedgerFault("definition", name, f"The {what} {name} is not as it was made.")


def _rights() -> list[LedgerFault]:
    """Find rights that the restricted login should not have; where it exists at all."""
    login = {"login": objects.APP_ROLE}
    if not _ask("SELECT FROM pg_roles WHERE rolname = %(login)s", **login):
        return []
    may = objects.app_rights()
    excess = [
        LedgerFault("grant", table, f"{objects.APP_ROLE} may {right} in {table}.")
        for table, right in sorted(_ask(_RIGHTS, **login))
        if table in may and right not in may[table]
    ]
    powers = [
        LedgerFault("grant", objects.APP_ROLE, f"{objects.APP_ROLE} {power}.")
        for (power,) in _ask(_POWERS, **login)
    ]
    holdings = [
        LedgerFault(
            "grant",
            name,
            f"{objects.APP_ROLE} owns {name}, or may do with it more than it should.",
        )
        for (name,) in _ask(_HOLDINGS, **login)
    ]
    return excess + powers + holdings


def _do(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))


def _ask(question: str, *values: Any, **named: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, named or values or None)
        return list(cursor.fetchall())
