"""Views, guards, functions and rights: neither check misses what the other finds of an attack."""

import pytest
from django.db import connection

from inventory.models import UseCase
from records.database import objects
from tests.records.ledger.agreement.history import assert_both_find

PRESENT = ", ".join(str(field.column) for field in UseCase._meta.concrete_fields)
MADE = objects.view(UseCase, schema="asof").replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
LETS_PASS = "CREATE OR REPLACE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS '{1}'"
PASSES = "BEGIN IF TG_OP = ''DELETE'' THEN RETURN OLD; END IF; RETURN NEW; END"

ATTACKS = {
    "view dropped": "DROP VIEW asof.inventory_intendeduse",
    "view of the present": (
        f"CREATE OR REPLACE VIEW asof.inventory_usecase AS SELECT {PRESENT} FROM inventory_usecase"  # noqa: S608
    ),
    "view that leaves out": f"{MADE} WHERE base.name <> 'Waiting'",
    "view of an older state": MADE.replace("LIMIT 1", "OFFSET 1 LIMIT 1"),
    "view of a later state": MADE.replace("history_date <= ", "history_date >= "),
    "view of provisions dropped": "DROP VIEW asof.controls_provision",
    "one view more": "CREATE VIEW asof.more AS SELECT 1 AS one",
    "a view among the tables": "CREATE VIEW public.more AS SELECT 1 AS one",
    "a table among the views": "CREATE TABLE asof.more (one int)",
    "guard dropped": "DROP TRIGGER append_only ON records_entry",
    "guard against emptying dropped": "DROP TRIGGER append_only_whole ON records_place",
    "guard of the past disabled": (
        "ALTER TABLE inventory_historicalusecase DISABLE TRIGGER append_only"
    ),
    "guard for replicas": "ALTER TABLE records_salt ENABLE REPLICA TRIGGER append_only",
    "guard of what a row belongs to dropped": "DROP TRIGGER fixed ON inventory_intendeduse",
    "guard against changes alone": (
        "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE ON records_entry"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_rewriting()"
    ),
    "one guard more": (
        "CREATE TRIGGER more BEFORE INSERT ON records_entry"
        " FOR EACH ROW EXECUTE FUNCTION records_refuse_moving()"
    ),
    "guard's function of the ledger": LETS_PASS.format("records_refuse_rewriting", PASSES),
    "guard's function of the past": LETS_PASS.format("records_refuse_all_but_erasure", PASSES),
    "guard's function of salts": LETS_PASS.format("records_refuse_all_but_erased_salts", PASSES),
    "guard's function of today": LETS_PASS.format("records_refuse_moving", PASSES),
    "guard's function of provisions": LETS_PASS.format("records_refuse_all_but_revision", PASSES),
    "erasing anything": (
        "CREATE OR REPLACE FUNCTION records_erase(by_entry uuid) RETURNS bigint"
        " LANGUAGE sql AS 'SELECT 1::bigint'"
    ),
    "erasing nothing": "DROP FUNCTION records_erase(uuid)",
    "one function more": "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "another sign": (
        "CREATE OPERATOR public.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)"
    ),
    "another collation": 'CREATE COLLATION public.other FROM pg_catalog."C"',
    "another type": "CREATE TYPE public.other AS ENUM ('one')",
    "another domain": "CREATE DOMAIN asof.other AS text",
    "a rule": "CREATE RULE quiet AS ON DELETE TO records_entry DO INSTEAD NOTHING",
    "hidden rows": "ALTER TABLE inventory_usecase ENABLE ROW LEVEL SECURITY",
    "another schema": "CREATE SCHEMA elsewhere",
    "a table that takes part": "CREATE TABLE more () INHERITS (inventory_historicalusecase)",
    "right to change entries": "GRANT UPDATE ON records_entry TO countersign_app",
    "right to change a column": "GRANT UPDATE (body) ON records_entry TO countersign_app",
    "right of everybody to delete salts": "GRANT DELETE ON records_salt TO PUBLIC",
    "right to change the past": "GRANT UPDATE ON inventory_historicalusecase TO countersign_app",
    "right to delete a record": "GRANT DELETE ON inventory_usecase TO countersign_app",
    "right to empty a table": "GRANT TRUNCATE ON inventory_usecase TO countersign_app",
    "right to make triggers": "GRANT TRIGGER ON records_entry TO countersign_app",
    "right to make views": "GRANT CREATE ON SCHEMA asof TO countersign_app",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_both_find_an_attack(history, name):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(ATTACKS[name])

    assert_both_find()
