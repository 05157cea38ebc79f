"""Views of the past, guards and rights: looked through, tried out and asked for, never read.

What is compared is what they do. A guard is given what it must refuse, a view is held against the
past states themselves; how a definition is worded does not count here.
"""

from django.db import DatabaseError, transaction

from tests.second_checker.reading import filled, rows_of

UNSEEN = {f"governance_{name}" for name in ("apitoken", "appointment", "person", "unit")}
LEDGER = {f"records_{name}" for name in ("anchor", "checkpoint", "entry", "place", "salt", "tile")}
LEDGER |= {"records_settledmoment"}
OF_LAW = {"assessments_obligation", "assessments_obligationprofile"}
OF_LAW |= {"controls_provision", "controls_earlierprovision"}
FUNCTIONS = {"records_erase", "records_revise"}
FUNCTIONS |= {f"records_refuse_{what}" for what in ("rewriting", "moving")}
FUNCTIONS |= {f"records_refuse_all_but_{what}" for what in ("erasure", "erased_salts", "revision")}
OURS = "(SELECT relowner FROM pg_class WHERE oid = 'public.records_entry'::regclass)"
# What must not be there at all; 16384 is the first number that the server did not give.
NEVER = (
    "pg_rules WHERE schemaname IN ('public', 'asof')",
    "pg_class WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i', 'S')",
    "pg_class WHERE relnamespace = 'asof'::regnamespace AND relkind <> 'v'",
    "pg_class WHERE oid >= 16384 AND (relrowsecurity OR relforcerowsecurity OR relkind = 'c')",
    f"pg_class WHERE oid >= 16384 AND relkind IN ('r', 'v') AND relowner <> {OURS}",
    "pg_namespace WHERE oid >= 16384 AND nspname !~ '^(public|asof|pg_.*)$'",
    "pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE relkind = 'r'",
    "pg_extension WHERE extname <> 'plpgsql'",
    "pg_operator WHERE oid >= 16384",
    "pg_collation WHERE oid >= 16384 AND collnamespace::regnamespace::text IN ('public', 'asof')",
    "pg_cast WHERE oid >= 16384",
    "pg_type WHERE oid >= 16384 AND typtype IN ('d', 'e', 'r')",
    "pg_event_trigger",
    "pg_settings WHERE name = 'session_replication_role' AND setting <> 'origin'",
)


def check_definitions(cursor, tables, past, login):
    """Check what pages show of the past, what can be rewritten, and what the login may do."""
    today = {table: table.replace("_historical", "_", 1) for table in tables}
    yield from check_views(cursor, today, past)
    yield from check_guards(cursor, {*tables, *LEDGER, *OF_LAW}, set(today.values()))
    cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT FROM {what})" for what in NEVER))  # noqa: S608
    if cursor.fetchone()[0] or functions_of(cursor) != dict.fromkeys(FUNCTIONS, "public"):
        yield "definition"
    yield from check_rights(cursor, {*tables, *LEDGER, *OF_LAW}, set(today.values()), login)


def functions_of(cursor):
    """Return the schema of each function that the server did not bring."""
    cursor.execute(
        "SELECT proname, nspname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace"
        " WHERE pg_proc.oid >= 16384 AND nspname !~ '^pg_'"
    )
    return dict(cursor.fetchall())


# Views of the past


def check_views(cursor, today, past):
    """Hold each view at two moments against the states that were the newest by then."""
    cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'asof'")
    if {name for (name,) in cursor.fetchall()} != {*today.values(), "controls_provision"} - UNSEEN:
        yield "definition"
        return
    for table, now in today.items():
        states = [row for (of, _), row in past.items() if of == table]
        dates = sorted({row["history_date"] for row in states})
        if now in UNSEEN or not dates:
            continue
        bases = {row["id"]: row for row in rows_of(cursor, now)}
        fixed = fixed_columns(cursor, now)
        for moment in {dates[len(dates) // 2], dates[-1]}:
            cursor.execute("SELECT set_config('countersign.moment', %s, true)", [moment])
            shown = {row["id"]: row for row in rows_of(cursor, now, "asof")}
            if shown_by(moment, states, bases, fixed) != {
                key: filled(row) for key, row in shown.items()
            }:
                yield "definition"


def shown_by(moment, states, bases, fixed):
    """Return the rows that a view must show: of today's rows, what they were at a moment."""
    newest = {}
    for row in sorted(states, key=lambda row: (row["history_date"], row["history_id"])):
        if row["history_date"] <= moment and row["id"] in bases:
            newest[row["id"]] = row
    return {
        key: filled(
            {
                name: row[name] if name in row and name not in fixed else value
                for name, value in bases[key].items()
            }
        )
        for key, row in newest.items()
    }


def fixed_columns(cursor, table):
    """Return the columns of a table whose change a trigger refuses."""
    cursor.execute(
        "SELECT attname FROM pg_trigger JOIN pg_attribute ON attrelid = tgrelid"
        " AND attnum = ANY (tgattr) WHERE tgrelid = %s::regclass",
        [table],
    )
    return {name for (name,) in cursor.fetchall()}


# Guards


def check_guards(cursor, guarded, kept):
    """Give each guard what it must refuse; emptying a table is refused before it could be tried."""
    cursor.execute(
        "SELECT relname, tgenabled::text, tgtype FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal"
    )
    found = sorted(cursor.fetchall())
    # As the server counts: 1 for each row, 2 before, 8 at deletion, 16 at change, 32 at emptying.
    wanted = [(table, "O", 1 + 2 + 16) for table in kept]
    wanted += [(table, "O", kind) for table in guarded for kind in (1 + 2 + 8 + 16, 2 + 32)]
    if found != sorted(wanted):
        yield "definition"
    attempts = ["SELECT records_erase(gen_random_uuid())"]
    attempts += ["SELECT records_revise(gen_random_uuid(), '')"]
    one = "WHERE ctid = (SELECT min(ctid) FROM {0})"
    attempts += [f"UPDATE {{0}} SET id = gen_random_uuid() {one}".format(table) for table in kept]  # noqa: S608
    attempts += [f"DELETE FROM {{0}} {one}".format(table) for table in guarded]  # noqa: S608
    if any(goes_through(cursor, attempt) for attempt in attempts):
        yield "definition"


def goes_through(cursor, statement):
    """Return whether a statement does anything; what it did is undone."""
    try:
        with transaction.atomic():
            cursor.execute(statement)
            transaction.set_rollback(True)
            return cursor.rowcount > 0
    except DatabaseError as refusal:
        # What the guards raise: no right, or a row that has to stay where it is.
        return refusal.__cause__.sqlstate not in ("42501", "23000")


# Rights


def check_rights(cursor, guarded, kept, login):
    """Ask what the product's login may do beyond reading and adding."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"  # noqa: S608
        " AND (has_table_privilege(%(login)s, oid, 'TRUNCATE, TRIGGER')"
        " OR (relname = ANY (%(kept)s) AND has_table_privilege(%(login)s, oid, 'DELETE'))"
        " OR (relname = ANY (%(guarded)s) AND (has_table_privilege(%(login)s, oid, 'DELETE')"
        " OR has_any_column_privilege(%(login)s, oid, 'UPDATE'))))"
        " UNION ALL SELECT rolname FROM pg_roles WHERE rolname = %(login)s AND (rolsuper"
        " OR rolcreaterole OR rolbypassrls OR rolreplication"
        f" OR pg_has_role(rolname, {OURS}, 'MEMBER')"
        " OR has_database_privilege(rolname, current_database(), 'CREATE')"
        " OR has_schema_privilege(rolname, 'public', 'CREATE')"
        " OR has_schema_privilege(rolname, 'asof', 'CREATE'))",
        {"login": login, "kept": sorted(kept), "guarded": sorted(guarded)},
    )
    if cursor.fetchall():
        yield "grant"
