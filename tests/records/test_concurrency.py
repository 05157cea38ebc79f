"""Many writers at once, with the sequencer killed: nothing is lost, doubled or out of place."""

import random
import threading
import time
from contextlib import suppress
from functools import partial

import pytest
from django.db import Error, connection, connections, transaction

from controls.library.actions import implementations
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import open_acts
from records.changing.acting import acting
from records.errors import Refused, Repeated
from records.ledger import audit, book
from records.models import Entry, Pending, Place
from records.verbs import ANY, Verb
from tests import factories
from tests import people as the_people

WRITERS, EACH = 16, 12
MOVE = Verb("tests.concurrency.move", needs="change", told="moved the record", on=ANY)

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(*works):
    """Run each work in a thread with a connection of its own."""

    def run(work):
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    return threads


def sequence(over):
    """Place entries in small batches, with a new connection after each that was lost."""
    while not over.is_set():
        try:
            book.sequence(limit=7)
        except Error:
            connections.close_all()
        time.sleep(0.01)


def kill(over):
    """End the sequencer's connection at random moments."""
    while not over.is_set():
        time.sleep(random.uniform(0.02, 0.1))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE '%%records_place%%' AND pid <> pg_backend_pid()"
                # Other processes run tests on databases of their own in the same server.
                " AND datname = current_database()"
            )


def test_sixteen_writers_and_a_killed_sequencer_lose_nothing():
    people = the_people.make()
    ada = Actor.of(people.ada)
    book.take_lock()
    over = threading.Event()

    def write():
        for number in range(EACH):
            values = {"name": f"Case {number}", "unit": people.home}
            use_cases.create(actor=Actor.of(people.ada), values=values)

    watchers = in_threads(partial(sequence, over), partial(kill, over))
    writers = in_threads(*[write] * WRITERS)
    for thread in writers:
        thread.join()
    over.set()
    for thread in watchers:
        thread.join()
    while book.sequence():
        pass

    created = Entry.objects.filter(verb="inventory.usecase.create").count()
    positions = list(Place.objects.order_by("pos").values_list("pos", flat=True))
    assert created == UseCase.objects.count() == WRITERS * EACH
    assert positions == list(range(Entry.objects.count()))
    assert not Pending.objects.exists()
    assert audit.verify(public_key=book.public_key()).findings == []
    assert ada.facts() == {"kind": "person", "id": str(people.ada.pk)}


def test_the_same_key_sent_by_many_at_once_acts_once():
    people = the_people.make()

    repeated = []

    def write():
        with open_acts.under_key("double click"):
            try:
                values = {"name": "Once", "unit": people.home}
                use_cases.create(actor=Actor.of(people.ada), values=values)
            except Repeated as earlier:
                repeated.append(earlier.result[0]["ref"])

    for thread in in_threads(*[write] * 8):
        thread.join()

    assert UseCase.objects.count() == 1
    assert repeated == [UseCase.objects.get().ref] * 7


def until_somebody_waits():
    """Wait until another connection to this database waits for a lock."""
    last = time.monotonic() + 20
    while time.monotonic() < last:
        with connection.cursor() as cursor:
            # A transaction sees the activity as it was when it first looked.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            )
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")


def test_a_record_moved_while_somebody_waits_for_it_is_still_found():
    people = the_people.make()
    values = {"name": "Case", "unit": people.home}
    case = use_cases.create(actor=Actor.of(people.adam), values=values)
    moved = threading.Event()

    def move():
        with transaction.atomic():
            use_cases.change(case, actor=Actor.of(people.adam), values={"unit": people.away})
            moved.set()
            until_somebody_waits()

    def rename(actor, name):
        moved.wait(20)
        with suppress(Refused):
            use_cases.change(case, actor=actor, values={"name": name})

    threads = in_threads(
        move,
        partial(rename, Actor.of(people.adam), "By the administrator"),
        partial(rename, Actor.of(people.ben), "By the officer of the old unit"),
    )
    for thread in threads:
        thread.join()

    found = UseCase.objects.get()
    assert (found.unit, found.name) == (people.away, "By the administrator")
    assert found.history.count() == found.version == 3


def test_a_second_sequencer_waits():
    assert book.take_lock()
    taken = []

    (thread,) = in_threads(lambda: taken.append(book.take_lock()))
    thread.join()

    assert taken == [False]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [book.SEQUENCER_LOCK])


def test_what_is_put_elsewhere_while_its_record_moves_stays_there():
    people = the_people.make()
    case = factories.use_case(people.home)
    made = implementations.at_use_case(
        case, actor=the_people.SYSTEM, control=factories.control(people.home)
    )
    adam = Actor.of(people.adam)

    with transaction.atomic():
        with acting(MOVE, made, the_people.SYSTEM) as put:
            put.unit = people.top
        (mover,) = in_threads(partial(use_cases.change, case, actor=adam,
                                      values={"unit": people.away}))  # fmt: skip
        until_somebody_waits()
    mover.join()

    assert UseCase.objects.get().unit == people.away
    assert type(made).objects.get().unit == people.top
