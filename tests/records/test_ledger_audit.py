"""Verifying the ledger: nothing is found on an untouched one, every kind of meddling is."""

import hashlib

import pytest
from django.db import connection

from governance.actions import people as people_actions
from inventory.actions import use_cases
from inventory.models import UseCase
from records.actors import Actor
from records.ledger import audit, book
from records.models import Checkpoint, Entry, Pending, Place
from tests.conftest import guarded_tables
from tests.people import SYSTEM


@pytest.fixture
def ledger(people):
    """A ledger with use cases, parts and personal values, half of it in the tree."""
    ada = Actor.of(people.ada)
    first = use_cases.create(
        actor=ada,
        values={"name": "First", "unit": people.home, "contact": "Ms Long"},
        intended_uses=[{"title": "Rank"}],
    )
    book.sequence()
    use_cases.change(first, actor=ada, values={"purpose": "Sort"}, reason="Wording")
    use_cases.create(actor=ada, values={"name": "Second", "unit": people.home})
    book.sequence()
    people_actions.add_unit("Later", above=people.home, actor=SYSTEM)
    return first


def meddle(statement, *values):
    """Write as the owner of the tables can: with their guards taken off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in guarded_tables():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        touched = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert touched > 0


def codes(**options):
    return {finding.code for finding in audit.verify(**options).findings}


def test_an_untouched_ledger_holds(ledger):
    report = audit.verify(public_key=book.public_key())

    assert report.findings == []
    assert report.size == Place.objects.count()
    assert report.pending == 1
    assert report.entries == Entry.objects.count()
    assert report.checkpoints == 2


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE records_entry SET body = replace(body, 'First', 'Other') || ' '", {"leaf"}),
        ("UPDATE records_entry SET actor_id = 'x' WHERE kind = 'inventory.usecase'", {"derived"}),
        ("UPDATE records_entry SET occurred_at = occurred_at + interval '1 second'", {"derived"}),
        ("UPDATE inventory_historicalusecase SET name = 'Other'", {"row", "unrecorded"}),
        ("UPDATE inventory_usecase SET name = 'Other'", {"unrecorded"}),
        ("UPDATE inventory_historicalusecase SET contact = 'Mr Short'", {"personal", "unrecorded"}),
        (
            "UPDATE inventory_historicalusecase SET history_change_reason = 'x'",
            {"personal"},
        ),
        ("DELETE FROM inventory_historicalintendeduse", {"row_missing", "unrecorded"}),
        (
            "UPDATE records_place SET leaf = sha256('x') WHERE pos = 3",
            {"leaf", "checkpoint"},
        ),
        ("UPDATE records_place SET pos = pos + 1000 WHERE pos = 3", {"gap", "checkpoint"}),
        ("DELETE FROM inventory_intendeduse", {"gone"}),
        ("DELETE FROM records_pending", {"unplaced"}),
        ("UPDATE records_checkpoint SET root = sha256('x') WHERE size < 20", {"checkpoint"}),
    ],
)
def test_meddling_is_found(ledger, statement, expected):
    meddle(statement)

    assert expected <= codes(public_key=book.public_key())


def test_a_history_row_without_entry_is_found(ledger):
    row = UseCase.history.first()
    row.pk = None
    row.history_id = Entry.objects.first().pk
    row.save(force_insert=True)

    assert "row_extra" in codes()


def rewrite_everything():
    """Edit one entry and work out every leaf, root and checkpoint anew, as an administrator may."""
    entry = Entry.objects.filter(kind="inventory.usecase").order_by("id").first()
    body = entry.body.replace("inventory.usecase.create", "inventory.usecase.change")
    leaf = hashlib.sha256(b"\x00" + body.encode()).digest()
    meddle(
        "UPDATE records_entry SET body = %s, leaf = %s, verb = 'inventory.usecase.change'"
        " WHERE id = %s",
        body,
        leaf,
        entry.pk,
    )
    meddle("UPDATE records_place SET leaf = %s WHERE entry_id = %s", leaf, entry.pk)
    Pending.objects.all().delete()
    places = list(Place.objects.order_by("pos"))
    meddle("DELETE FROM records_checkpoint WHERE true")
    meddle("DELETE FROM records_place WHERE true")
    Pending.objects.bulk_create(
        [Pending(entry_id=place.entry_id, leaf=place.leaf) for place in places]
    )
    book.sequence()


def test_a_wholesale_rewrite_holds_against_itself_but_not_against_an_anchor(ledger):
    anchored = Checkpoint.objects.order_by("-size").first()
    anchors = {anchored.size: bytes(anchored.root)}

    rewrite_everything()

    assert "anchor" in codes(anchors=anchors, public_key=book.public_key())
    assert not codes(public_key=book.public_key()) & {"leaf", "derived", "checkpoint", "signature"}


def test_a_cut_off_tail_is_found_against_an_anchor(ledger):
    anchored = Checkpoint.objects.order_by("-size").first()
    meddle("DELETE FROM records_checkpoint WHERE size = %s", anchored.size)
    meddle("DELETE FROM records_place WHERE pos >= %s", anchored.size - 1)

    assert "cut" in codes(anchors={anchored.size: bytes(anchored.root)})
