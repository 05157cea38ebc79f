"""Each column of each table is compared with what was recorded, or named as one that is not."""

import random
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction

from records.database import definitions, objects
from records.history.past import history_model
from records.ledger import audit, book, checks
from tests import factories
from tests.records.ledger import attacks
from tests.records.ledger.mutations import ask, run
from tests.records.ledger.other_values import other

PAGE = Path(settings.BASE_DIR) / "docs" / "ledger.md"
HEADING = "## What nothing compares"
# What is no row of a record: compared as a whole, but for the columns that the page names.
RELIED_ON = (
    "assessments_obligation",
    "assessments_obligationprofile",
    "controls_earlierprovision",
    "controls_provision",
    "records_checkpoint",
    "records_entry",
    "records_pending",
    "records_place",
    "records_salt",
    "records_settledmoment",
    "records_tile",
)
# Of these no row is made here; `test_mutations.py` and `test_revisions.py` change them.
CHANGED_ELSEWHERE = {
    "controls_earlierprovision",
    "records_checkpoint",
    "records_entry",
    "records_pending",
    "records_place",
    "records_salt",
    "records_tile",
}


def columns():
    """Return every column of every table, as the database has them."""
    return set(
        ask(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
    )


def named(every):
    """Return the columns that the page names as not compared; "all" are those of a table."""
    part = PAGE.read_text().split(HEADING)[1].split("\n## ")[0]
    found = set()
    for tables, names in re.findall(r"^\| (`[^|]+`) \| ([^|]+) \| [^|]+ \|$", part, re.MULTILINE):
        for table in re.findall("`([^`]+)`", tables):
            of_table = {column for one, column in every if one == table}
            wanted = of_table if names.strip() == "all" else set(re.findall("`([^`]+)`", names))
            assert wanted, f"{table} is no table"
            found |= {(table, column) for column in wanted}
    return found


def kept():
    """Return the columns of past states, and those of today that are held against them."""
    found = set()
    for model in objects.kept_models():
        past = history_model(model)
        names = {field.column for field in past._meta.concrete_fields}
        found |= {(past._meta.db_table, name) for name in names}
        today = {field.column for field in model._meta.concrete_fields}
        found |= {(model._meta.db_table, name) for name in today & names}
    return found


def test_every_column_is_compared_or_named(db):
    every = columns()
    unproved = named(every)
    proved = kept() | {one for one in every if one[0] in RELIED_ON} - unproved

    assert sorted(every - proved - unproved) == []
    assert sorted(unproved - every) == []
    assert sorted(unproved & kept()) == []


@pytest.fixture
def relied_on(people, monkeypatch):
    """An untouched ledger with an edition, obligations and a settled moment; guards are off."""
    edition = factories.edition(people.home)
    factories.obligation_plan(people.home)
    book.sequence()
    latest = book.latest()
    moment = ask("SELECT max(occurred_at) FROM records_entry")[0][0]
    run("INSERT INTO records_settledmoment (moment, size) VALUES (%s, %s)", moment, latest.size)
    others = [check for check in checks._CHECKS if check is not definitions.altered]
    monkeypatch.setattr(checks, "_CHECKS", others)
    attacks.take_guards_off("^(assessments_obligation|controls_provision|records_settled)")
    return edition


def found():
    return {finding.code for finding in audit.verify(public_key=book.public_key()).findings}


def test_each_column_that_is_relied_on_is_compared(relied_on):
    draw, unseen, changed = random.Random(7), [], 0
    assert found() == set()

    models = {model._meta.db_table: model for model in apps.get_models()}
    for table in sorted(set(RELIED_ON) - CHANGED_ELSEWHERE):
        model = models[table]
        for field in model._meta.concrete_fields:
            if (table, field.column) in named(columns()):
                continue
            with transaction.atomic():
                row = model._base_manager.order_by("-pk").values("pk", field.attname)[0]
                value = other(field, row[field.attname], draw)
                key = model._meta.pk.column
                change = f"UPDATE {table} SET {field.column} = %s WHERE {key} = %s"  # noqa: S608
                done = run(change, value, row["pk"])
                changed += done
                if done and not found():
                    unseen.append((table, field.column, row[field.attname], value))
                transaction.set_rollback(True)

    assert unseen == []
    assert changed > 30
