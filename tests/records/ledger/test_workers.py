"""Checking a ledger in several processes: they read one moment, and find what one finds."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.ledger import audit, book, places, workers
from records.models import Entry, Place
from tests import people as the_people
from tests.records.test_ledger_audit import meddle

pytestmark = pytest.mark.django_db(transaction=True)

CASES = 6


@pytest.fixture
def ledger(monkeypatch):
    """A placed ledger that is read in small batches, enough of them for two processes."""
    monkeypatch.setattr(places, "BATCH", 3)
    monkeypatch.setattr(audit, "BATCHES_EACH", 1)
    monkeypatch.setattr(book, "TILE", 4)
    people = the_people.make()
    for number in range(CASES):
        values = {"name": f"Case {number}", "unit": people.home, "contact": "Ms Long"}
        use_cases.create(actor=Actor.of(people.ada), values=values)
        book.sequence(limit=5)
    while book.sequence():
        pass
    return people


def process_and_entries(_task):
    return os.getpid(), Entry.objects.count()


def test_other_processes_read_the_moment_of_the_caller(ledger):
    before = Entry.objects.count()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        told = list(workers.in_order(process_and_entries, range(4), processes=2))

    assert [entries for _process, entries in told] == [before] * 4
    assert os.getpid() not in {process for process, _entries in told}


def test_several_processes_report_what_one_does(ledger):
    one = audit.verify(public_key=book.public_key())
    several = audit.verify(public_key=book.public_key(), processes=2)

    assert one == several
    assert several.findings == []
    assert several.size == Place.objects.count() >= CASES
    assert several.entries == several.size


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE inventory_historicalusecase SET name = 'Other'", "row"),
        ("UPDATE records_entry SET body = body || ' '", "leaf"),
        ("UPDATE records_place SET pos = pos + 1000 WHERE pos = 3", "gap"),
        ("UPDATE records_salt SET salt = 'short'", "personal"),
    ],
)
def test_several_processes_find_what_one_finds(ledger, statement, expected):
    meddle(statement)

    one = audit.verify(public_key=book.public_key())
    several = audit.verify(public_key=book.public_key(), processes=2)

    assert expected in {finding.code for finding in several.findings}
    assert several == one


def end_the_process(*_given):
    os._exit(9)


def test_a_process_that_is_ended_from_outside_is_told_as_that(ledger, monkeypatch):
    monkeypatch.setattr(audit, "_batch", end_the_process)

    with pytest.raises(CommandError, match="Try again with --processes 1"):
        call_command("verify_ledger", "--processes", "2")


def test_work_needs_a_process(ledger):
    with pytest.raises(CommandError, match="a number from 1 on"):
        call_command("verify_ledger", "--processes", "0")


def test_a_process_that_fails_ends_the_work_with_its_error(ledger):
    with transaction.atomic(), pytest.raises(ZeroDivisionError):
        list(workers.in_order((1).__truediv__, [0, 0], processes=2))

    assert Entry.objects.count() == Place.objects.count()
