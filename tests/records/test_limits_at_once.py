"""What somebody may have only so many of stays so many, however many requests come at once."""

import threading
from contextlib import suppress
from functools import partial

import pytest
from django.db import connections

from assessments.models import CalendarFeed
from assessments.obligations.actions import feeds
from governance.people.actions import letters
from inventory.use_cases.kinds import USE_CASE
from records import jobs
from records.actors import Actor
from records.errors import Refused, RuleError
from records.lists import saved
from records.models import Entry, Job, SavedView
from tests import people as the_people

AT_ONCE = 12

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work):
    """Let many threads, each with a connection of its own, begin the same work together."""
    gate = threading.Barrier(AT_ONCE)

    def run(number):
        try:
            with suppress(Refused, RuleError):
                connections["default"].ensure_connection()
                gate.wait()
                work(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_more_calendar_addresses_than_the_limit():
    ada = the_people.make().ada
    for _number in range(feeds.AT_MOST - 1):
        feeds.make(actor=Actor.of(ada))
    before = Entry.objects.count()

    at_once(lambda _number: feeds.make(actor=Actor.of(ada)))

    assert CalendarFeed.objects.current().filter(owner=ada).count() == feeds.AT_MOST
    assert Entry.objects.count() == before + 1


def test_no_more_saved_views_than_the_limit():
    actor = Actor.of(the_people.make().ada)
    for number in range(saved.AT_MOST - 1):
        saved.save(USE_CASE, actor, name=f"View {number}", query="")

    at_once(lambda number: saved.save(USE_CASE, actor, name=f"At once {number}", query=""))

    assert SavedView.objects.filter(holder_id=actor.person.pk).count() == saved.AT_MOST


def test_no_more_letters_in_an_hour_than_the_limit(mailoutbox):
    ada = the_people.make().ada
    at_once(partial(lambda person, _number: letters.ask_for_letter(person), ada))

    for key in Job.objects.order_by("id").values_list("pk", flat=True):
        jobs.run(str(key))

    assert len(mailoutbox) == letters.AN_HOUR_AT_MOST
    assert Job.objects.count() == AT_ONCE
