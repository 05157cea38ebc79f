"""What must not be in the database at all, because it changes what statements mean."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from records.ledger.checks import LedgerFault

# Made after the server was: what it brings itself has lower numbers.
_FIRST_OF_OTHERS = 16_384

# Schema, what it is, name: of each sort of object by which a name or a sign can come to mean
# something else. Row types of tables and views, and lists of those, come by themselves.
_SORTS = """
SELECT typnamespace, 'type', kind.oid, format_type(kind.oid, NULL) FROM pg_type kind
WHERE NOT EXISTS (
    SELECT FROM pg_type part JOIN pg_class ON pg_class.oid = part.typrelid
    WHERE relkind <> 'c' AND kind.oid IN (part.oid, part.typarray)
)
UNION ALL SELECT oprnamespace, 'operator', oid, oid::regoperator::text FROM pg_operator
UNION ALL SELECT opcnamespace, 'operator class', oid, opcname FROM pg_opclass
UNION ALL SELECT opfnamespace, 'operator family', oid, opfname FROM pg_opfamily
UNION ALL SELECT collnamespace, 'collation', oid, collname FROM pg_collation
UNION ALL SELECT connamespace, 'conversion', oid, conname FROM pg_conversion
UNION ALL SELECT prsnamespace, 'text search parser', oid, prsname FROM pg_ts_parser
UNION ALL SELECT dictnamespace, 'text search dictionary', oid, dictname FROM pg_ts_dict
UNION ALL SELECT tmplnamespace, 'text search template', oid, tmplname FROM pg_ts_template
UNION ALL SELECT cfgnamespace, 'text search configuration', oid, cfgname FROM pg_ts_config
UNION ALL SELECT pronamespace, 'function', oid, oid::regprocedure::text FROM pg_proc
WHERE pronamespace <> 'public'::regnamespace
"""
# An extension can be given anything, so what belongs to one is told as well; but among the
# server's own objects only a superuser can place any.
_FOREIGN = f"""
SELECT what, name FROM ({_SORTS}) AS objects (schema, what, oid, name)
JOIN pg_namespace ON pg_namespace.oid = schema
WHERE nspname !~ '^pg_(toast|temp)' AND objects.oid >= {_FIRST_OF_OTHERS} AND NOT (
    nspname = 'pg_catalog'
    AND EXISTS (SELECT FROM pg_depend WHERE objid = objects.oid AND deptype = 'e')
)
UNION ALL
SELECT 'cast', format('%s as %s', format_type(castsource, NULL), format_type(casttarget, NULL))
FROM pg_cast WHERE oid >= {_FIRST_OF_OTHERS}
UNION ALL
SELECT 'language', lanname FROM pg_language WHERE oid >= {_FIRST_OF_OTHERS} AND lanname <> 'plpgsql'
ORDER BY 1, 2
"""  # noqa: S608 - no input

# Each names something that must not be there at all.
_NEVER = {
    "A rule rewrites statements on {0}.": """
        SELECT ev_class::regclass::text FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
        WHERE relnamespace IN ('public'::regnamespace, 'asof'::regnamespace)
            AND rulename <> '_RETURN'
    """,
    "Rows of {0} are hidden from some logins.": """
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND (relrowsecurity OR relforcerowsecurity)
    """,
    "A check that belongs to a link of {0} is switched off.": """
        SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = 'public'::regnamespace AND tgisinternal AND tgenabled <> 'O'
    """,
    "{0} is no table, but stands among the tables.": """
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i', 'S')
    """,
    "{0} is a schema that is not ours: names in it can stand before those of our tables.": """
        SELECT nspname FROM pg_namespace
        WHERE nspname NOT IN ('public', 'asof', 'information_schema') AND nspname !~ '^pg_'
    """,
    "{0} is one table that takes part in another.": """
        SELECT inhrelid::regclass::text FROM pg_inherits
        JOIN pg_class ON pg_class.oid = inhparent
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    """,
    "{0} acts at every sign-in or change of the database.": """
        SELECT evtname FROM pg_event_trigger WHERE evtenabled <> 'D'
    """,
    "The guards are off, or statements mean something else: {0}.": """
        SELECT name || ' is ' || setting FROM pg_settings
        WHERE setting <> boot_val AND name IN ('session_replication_role', 'array_nulls',
            'standard_conforming_strings', 'transform_null_equals')
    """,
    "{0} belongs to another login than the ledger does.": """
        SELECT oid::regclass::text FROM pg_class
        WHERE relnamespace IN ('public'::regnamespace, 'asof'::regnamespace)
            AND relkind IN ('r', 'v') AND relowner <> (
                SELECT relowner FROM pg_class WHERE oid = 'public.records_entry'::regclass
            )
        UNION
        SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
            AND proowner <> (
                SELECT relowner FROM pg_class WHERE oid = 'public.records_entry'::regclass
            )
    """,
    "A setting of the database or of a login changes what statements mean: {0}.": """
        SELECT setting FROM pg_db_role_setting, unnest(setconfig) setting
        WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
            AND (split_part(setting, '=', 1) = ANY (
                ARRAY['search_path', 'session_replication_role', 'row_security',
                    'synchronous_commit', 'session_preload_libraries', 'local_preload_libraries',
                    'array_nulls', 'standard_conforming_strings', 'transform_null_equals']
            ) OR setting LIKE 'countersign.%')
    """,
}


def found() -> Iterator[LedgerFault]:
    """Find what must not be there; the search path must be that of the server's own objects."""
    for sentence, question in _NEVER.items():
        for (name,) in _ask(question):
            yield LedgerFault("definition", str(name), sentence.format(name))
    for what, name in _ask(_FOREIGN):
        sentence = f"The {what} {name} is not one of ours: it can change what statements mean."
        yield LedgerFault("definition", name, sentence)


def _ask(question: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
