"""What of a row never changes, and that the past is found by it."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.models import Classification
from inventory.models import UseCase
from records.database.objects import fixed_columns
from records.history.past import as_of
from tests import factories


@pytest.mark.parametrize(
    ("model", "columns"),
    [(UseCase, ["id", "ref"]), (Classification, ["id", "ref", "use_case_id"])],
)
def test_what_never_changes_is_known(model, columns):
    assert fixed_columns(model) == columns


def test_the_database_refuses_to_give_a_part_to_another_record(people):
    first, second = (factories.use_case(people.home, name=name) for name in ("One", "Two"))
    part = first.intended_uses.get()

    statement = "UPDATE inventory_intendeduse SET use_case_id = %s WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [second.pk, part.pk])
    assert first.intended_uses.count() == 1


def test_a_row_of_the_past_is_found_by_its_key_without_reading_all(people):
    record = factories.use_case(people.home)

    with as_of(timezone.now()), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT name FROM inventory_usecase WHERE id = %s", [record.pk])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert re.search(r"Index (Only )?Scan using inventory_usecase_pkey", plan), plan
