"""The first migration of each app: for an empty database, and for those older than it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from records.database import definitions
from records.database.tables import Tables

FIRST = {
    migration.app_label: migration
    for migration in MigrationLoader(None).disk_migrations.values()
    if isinstance(migration, Tables)
}


@pytest.fixture
def earlier(db):
    """A database whose tables were made by the steps that became one."""
    recorder = MigrationRecorder(connection)
    for migration in FIRST.values():
        recorder.record_unapplied(migration.app_label, migration.name)
    return recorder


def applied(recorder):
    return sorted(recorder.applied_migrations())


def tables():
    return sorted(connection.introspection.table_names(include_views=True))


def test_every_app_of_ours_begins_with_one():
    assert {label: len(migration.replaces) for label, migration in FIRST.items()} == {
        "records": 3,
        "governance": 3,
        "inventory": 2,
        "controls": 4,
        "assessments": 6,
    }


def test_database_of_all_earlier_steps_goes_on(earlier):
    before, stood = tables(), applied(earlier)

    call_command("migrate", verbosity=0, interactive=False)

    firsts = {(migration.app_label, migration.name) for migration in FIRST.values()}
    assert {*applied(earlier)} - {*stood} == firsts
    assert tables() == before
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert list(definitions.altered()) == []


@pytest.mark.parametrize("step", [step for first in FIRST.values() for step in first.replaces])
def test_database_that_lacks_an_earlier_step_is_refused_untouched(earlier, step):
    earlier.record_unapplied(*step)
    before, stood = tables(), applied(earlier)

    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0, interactive=False)

    assert str(refused.value) == (
        f"This database was set up before the first release and left half-way: it lacks "
        f"{'.'.join(step)}, which this version knows only as a whole. Nothing was changed. Start "
        "it once with a version from before 29 November 2026, which has these steps one by one, "
        "and then with this one again; or begin with an empty database."
    )
    assert tables() == before
    assert applied(earlier) == stood


def test_every_step_that_is_missing_is_named(earlier):
    for step in (("governance", "0003_statements"), ("assessments", "0006_doubts_and_relief")):
        earlier.record_unapplied(*step)

    with pytest.raises(CommandError, match=r"lacks assessments\.\S+, governance\.0003_statements,"):
        call_command("migrate", verbosity=0, interactive=False)


def test_app_that_an_earlier_database_had_not_yet_is_no_reason_to_refuse(earlier):
    for step in FIRST["assessments"].replaces:
        earlier.record_unapplied(*step)

    plan = MigrationExecutor(connection).migration_plan(
        [(FIRST["assessments"].app_label, FIRST["assessments"].name)]
    )

    assert [(step.app_label, step.name) for step, _backwards in plan] == [
        ("assessments", "0001_first_release")
    ]
