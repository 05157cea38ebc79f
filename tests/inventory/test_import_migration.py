"""Rows of imports from before rows could be about records of any kind go on naming theirs."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from inventory.models import ImportRow, ImportRun, UseCase
from records.actors import Actor
from records.database import objects
from tests.inventory.importing import FIRST, SECOND, changed, counts, imported, previewed, table


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path


def test_kept_rows_name_the_same_records_after_the_move(people):
    adam = Actor.of(people.adam)
    imported(table(FIRST, SECOND), unit=people.home, actor=adam)
    previewed(table(changed(FIRST, Title="New one"), SECOND), unit=people.home, actor=adam)
    named = ("run_id", "identity", "outcome", "subject_kind", "subject_id", "subject_ref")
    before = list(ImportRow.objects.order_by("id").values_list(*named))
    digests = list(ImportRun.objects.order_by("id").values_list("digest"))

    with connection.cursor() as cursor:
        # All of the test is one transaction: what it wrote is checked before tables change.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        objects.drop_views()
        MigrationExecutor(connection).migrate([("inventory", "0001_first_release")])
        cursor.execute("SELECT use_case_id FROM inventory_importrow ORDER BY id")
        held = [key for (key,) in cursor.fetchall()]
    call_command("migrate", "inventory", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    assert held == [row[4] for row in before]
    assert {key for key in held if key} == set(UseCase.objects.values_list("pk", flat=True))
    assert list(ImportRow.objects.order_by("id").values_list(*named)) == before
    assert list(ImportRun.objects.order_by("id").values_list("digest")) == digests
    assert counts(imported(table(FIRST, SECOND), unit=people.home, actor=adam)) == {"unchanged": 2}
