"""The databases of the tests, and what is put back into them instead of made again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from governance.models import Person, Unit
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.ledger import audit, book
from records.models import Entry, Pending, Place
from tests import databases, factories, snapshots
from tests import people as the_people
from tests.people import SYSTEM

# No process has so high a number.
DEAD = f"{databases.COPY}{2**22 + 1}"


def test_database_of_an_ended_process_is_dropped_and_no_other(db):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {DEAD}")

        databases.drop_left_behind(cursor, connection)
        left = databases.names(cursor, "")

    assert DEAD not in left
    assert connection.settings_dict["NAME"] in left
    assert databases.TEMPLATE + databases.migrations_digest() in left


@pytest.fixture(scope="module")
def seen():
    """The people of each test of this file."""
    return []


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_people_that_are_put_back_are_those_that_were_made(people, seen, turn):
    seen.append(people)
    while book.sequence():
        pass

    assert {each.ada.pk for each in seen} == {people.ada.pk}
    assert {each.home.ref for each in seen} == {people.home.ref}
    assert len({id(each.ada) for each in seen}) == turn
    assert Unit.objects.count() == 3
    assert Person.objects.get(pk=people.ada.pk) == people.ada
    assert audit.verify(public_key=book.public_key()).findings == []


def test_people_of_another_day_are_made_anew(db, seen):
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        made = snapshots.made_once(the_people.make)

    assert made.ada.pk not in {each.ada.pk for each in seen}


@pytest.fixture
@snapshots.put_back
def placed(people):
    """A use case upon the people, with every entry in its place."""
    made = factories.use_case(people.home)
    while book.sequence():
        pass
    return made


@pytest.fixture(scope="module")
def placed_before():
    """The use case of each test of this file."""
    return []


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_what_is_made_upon_them_is_put_back_upon_them(people, placed, placed_before, turn):
    placed_before.append(placed)

    assert {each.pk for each in placed_before} == {placed.pk}
    assert UseCase.objects.get().unit == people.home
    assert (Pending.objects.count(), Place.objects.count()) == (0, Entry.objects.count())
    assert audit.verify(public_key=book.public_key()).findings == []
    assert factories.use_case(people.home).ref > placed.ref


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_what_changes_what_stood_there_is_made_anew(placed, turn):
    before = placed.version

    changed = snapshots.made_once(renamed, placed)

    assert (changed.name, changed.version) == ("Renamed", before + 1)
    assert UseCase.objects.get().name == "Renamed"


def renamed(case):
    return use_cases.change(case, actor=SYSTEM, values={"name": "Renamed"})


def test_nothing_is_put_back_upon_another_past(people, placed, placed_before):
    factories.use_case(people.away)

    made = snapshots.made_once(factories.use_case, people.home)

    assert UseCase.objects.count() == 3
    assert made.pk not in {each.pk for each in placed_before}
