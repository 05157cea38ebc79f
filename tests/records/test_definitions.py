"""Views, guards, functions and rights that are not as the program makes them are found."""

import pytest
from django.db import connection, transaction

from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.database import definitions, objects
from records.ledger import rows
from tests.people import SYSTEM

pytestmark = pytest.mark.django_db


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found():
    return {(finding.code, finding.about) for finding in definitions.altered()}


def test_nothing_is_found_where_nothing_was_altered():
    assert found() == set()
    assert len(definitions.expected().views) == len(definitions.present().views) > 20
    assert len(definitions.expected().triggers) > 100
    assert len(definitions.expected().functions) == 7


LIE = """
CREATE VIEW asof.inventory_usecase AS
SELECT {columns} FROM public.inventory_usecase base
"""


def columns_of(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped ORDER BY attnum",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def test_a_view_that_shows_another_past_is_found():
    names = columns_of("asof.inventory_usecase")
    lie = ["'False'::varchar(200) AS name" if name == "name" else f"base.{name}" for name in names]
    run("DROP VIEW asof.inventory_usecase", LIE.format(columns=", ".join(lie)))

    assert found() == {("definition", "inventory_usecase")}


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        ("DROP VIEW asof.inventory_intendeduse", "inventory_intendeduse"),
        ("CREATE VIEW asof.more AS SELECT 1 AS one", "more"),
        ("ALTER VIEW asof.inventory_usecase SET (security_barrier)", "inventory_usecase"),
        ("DROP TRIGGER append_only ON records_entry", "records_entry.append_only"),
        ("ALTER TABLE records_entry DISABLE TRIGGER append_only", "records_entry.append_only"),
        (
            "ALTER TABLE records_entry ENABLE REPLICA TRIGGER append_only",
            "records_entry.append_only",
        ),
        ("DROP TRIGGER fixed ON inventory_usecase", "inventory_usecase.fixed"),
        (
            (
                "CREATE TRIGGER other BEFORE INSERT ON records_entry FOR EACH ROW"
                " EXECUTE FUNCTION records_refuse_moving()"
            ),
            "records_entry.other",
        ),
        (
            (
                "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE ON records_entry"
                " FOR EACH ROW EXECUTE FUNCTION records_refuse_rewriting()"
            ),
            "records_entry.append_only",
        ),
        (
            (
                "CREATE OR REPLACE FUNCTION records_refuse_rewriting() RETURNS trigger"
                " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
            ),
            "records_refuse_rewriting()",
        ),
        (
            "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "another()",
        ),
        ("DROP FUNCTION records_erase(uuid)", "records_erase(by_entry uuid)"),
        ("ALTER FUNCTION records_erase SECURITY INVOKER", "records_erase(by_entry uuid)"),
        (
            "ALTER FUNCTION records_revise SECURITY INVOKER",
            "records_revise(by_entry uuid, content text)",
        ),
        ("DROP VIEW asof.controls_provision", "controls_provision"),
        (
            "CREATE RULE quiet AS ON UPDATE TO records_entry DO INSTEAD NOTHING",
            "public.records_entry",
        ),
        ("ALTER TABLE inventory_usecase ENABLE ROW LEVEL SECURITY", "public.inventory_usecase"),
        ("CREATE VIEW public.more AS SELECT 1 AS one", "public.more"),
        ("CREATE SCHEMA elsewhere", "elsewhere"),
        ("CREATE MATERIALIZED VIEW asof.more AS SELECT 1 AS one", "more"),
        ("CREATE TABLE asof.more (one int)", "more"),
        (
            "CREATE TABLE more () INHERITS (inventory_historicalusecase)",
            "public.more",
        ),
    ],
)
def test_what_was_altered_is_found(statement, about):
    run(statement)

    assert found() == {("definition", about)}


SAME = "CREATE FUNCTION {0}.same({1}, {1}) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
EQUALS = "CREATE OPERATOR {0}.= (LEFTARG = {1}, RIGHTARG = {1}, FUNCTION = {2}.same)"


@pytest.mark.parametrize("schema", ["asof", "public"])
@pytest.mark.parametrize("kind", ["character varying", "character varying[]"])
def test_a_sign_that_means_something_else_is_found(schema, kind):
    """The server has no sign of its own for just these types, so one among the tables wins."""
    run(SAME.format("asof", kind), EQUALS.format(schema, kind, "asof"))

    assert found() == {
        ("definition", f"asof.same({kind},{kind})"),
        ("definition", f"{schema}.=({kind},{kind})"),
    }


@pytest.mark.parametrize("kind", ["character varying", "character varying[]"])
def test_rows_of_today_are_compared_by_the_signs_of_the_server(people, kind):
    case = use_cases.create(actor=SYSTEM, values={"name": "First", "unit": people.home})
    run(
        SAME.format("asof", kind),
        EQUALS.format("public", kind, "asof"),
        "UPDATE inventory_usecase SET name = 'Other', roles = '{provider}'",
    )

    assert rows.unrecorded(UseCase) == [case.pk]


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        ("CREATE FUNCTION asof.another() RETURNS int LANGUAGE sql AS 'SELECT 1'", "asof.another()"),
        (
            (
                "CREATE AGGREGATE asof.many(text)"
                " (SFUNC = int8inc_any, STYPE = int8, INITCOND = '0')"
            ),
            "asof.many(text)",
        ),
        ("CREATE DOMAIN public.varchar2 AS varchar", "public.varchar2"),
        ("CREATE TYPE public.mood AS ENUM ('calm')", "public.mood"),
        ('CREATE COLLATION public.loose FROM pg_catalog."C"', "loose"),
        ("CREATE CAST (public.records_entry AS text) WITH INOUT", "public.records_entry as text"),
    ],
)
def test_what_can_change_the_meaning_of_statements_is_found(statement, about):
    run(statement)

    assert ("definition", about) in found()
    assert {code for code, _about in found()} == {"definition"}


def test_a_function_that_was_given_to_an_extension_is_found():
    """The owner of the tables may make some extensions, and add to them whatever he likes."""
    run(
        "CREATE EXTENSION citext SCHEMA public",
        SAME.format("asof", "varchar"),
        "ALTER EXTENSION citext ADD FUNCTION asof.same(varchar, varchar)",
    )

    assert found() >= {
        ("definition", "public.citext"),
        ("definition", "asof.same(character varying,character varying)"),
    }


def test_nothing_is_remembered_of_a_database_that_was_altered():
    """Types of columns go into what the program makes; put back, nothing must be found."""
    alter = "ALTER TABLE inventory_usecase ALTER COLUMN name TYPE varchar({})"
    with transaction.atomic():
        run("DROP VIEW asof.inventory_usecase", alter.format(150))
        assert found()
        transaction.set_rollback(True)

    assert found() == set()


def test_what_an_earlier_version_made_is_dropped(caplog):
    run(
        "CREATE FUNCTION records_refuse_formerly() RETURNS trigger"
        " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE FUNCTION records_erase(one uuid, two text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER fixed BEFORE UPDATE ON django_session"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_formerly()",
    )
    assert found() == {
        ("definition", "django_session.fixed"),
        ("definition", "records_refuse_formerly()"),
        ("definition", "records_erase(one uuid, two text)"),
    }

    objects.prepare()

    assert found() == set()
    assert [record.getMessage() for record in caplog.records] == [
        'Dropped what the program no longer makes: TRIGGER fixed ON public."django_session"',
        "Dropped what the program no longer makes: FUNCTION records_erase(uuid,text)",
        "Dropped what the program no longer makes: FUNCTION records_refuse_formerly()",
    ]


def test_what_somebody_else_made_is_told_and_not_dropped():
    run(
        "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        SAME.format("public", "varchar").replace("same", "records_same"),
        EQUALS.format("public", "varchar", "public").replace("same", "records_same"),
        "CREATE TRIGGER other BEFORE INSERT ON records_entry FOR EACH ROW"
        " EXECUTE FUNCTION records_refuse_moving()",
    )
    told = found()

    objects.prepare()

    # Guards that were made anew rest on the foreign sign, and are told besides.
    assert found() >= told
    assert len(told) == 4


def test_a_view_that_was_filled_once_and_for_all_is_found():
    """It has the same text, and shows what was there when it was filled."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_viewdef('asof.inventory_usecase')")
        ((text,),) = cursor.fetchall()
        cursor.execute("SET LOCAL countersign.moment = '2026-11-28T21:00:00Z'")
    run(
        "DROP VIEW asof.inventory_usecase",
        f"CREATE MATERIALIZED VIEW asof.inventory_usecase AS {text}",
    )

    assert found() == {("definition", "inventory_usecase")}


def test_names_mean_our_tables_whatever_path_was_set():
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting, source FROM pg_settings WHERE name = 'search_path'")

        assert cursor.fetchone() == ("public", "client")


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        ("GRANT UPDATE ON records_entry TO countersign_app", "records_entry"),
        ("GRANT UPDATE (body) ON records_entry TO countersign_app", "records_entry"),
        ("GRANT DELETE ON records_salt TO PUBLIC", "records_salt"),
        ("GRANT TRUNCATE ON inventory_usecase TO countersign_app", "inventory_usecase"),
        ("GRANT CREATE ON SCHEMA asof TO countersign_app", "countersign_app"),
        (
            "GRANT EXECUTE ON FUNCTION records_refuse_moving() TO countersign_app",
            "function public.records_refuse_moving()",
        ),
    ],
)
def test_a_right_too_many_is_found(statement, about):
    run(statement)

    assert found() == {("grant", about)}


def test_what_the_login_owns_is_found(monkeypatch):
    """Who owns a function, a schema or the database may drop what is in it, rights or none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, 'database ' || current_database()")
        ((login, whole),) = cursor.fetchall()
    monkeypatch.setattr(objects, "APP_ROLE", login)

    told = {
        (finding.about, finding.sentence)
        for finding in definitions.altered()
        if finding.code == "grant"
    }

    for name in (whole, "schema asof", "function public.records_refuse_rewriting()"):
        assert (name, f"{login} owns {name}, or may do with it more than it should.") in told
    assert (login, f"{login} may make databases.") in told


def test_a_setting_that_changes_what_statements_mean_is_found():
    run("SET LOCAL transform_null_equals = on")

    assert found() == {("definition", "transform_null_equals is on")}
