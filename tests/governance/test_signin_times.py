"""What an answer takes tells nobody who has an account: the same work is done for everybody."""

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Person
from governance.people.actions import people as actions
from governance.people.actions.letters import LETTER
from records import jobs
from records.models import Job
from tests.people import SYSTEM

UNKNOWN = "nobody@example.org"


@pytest.fixture(autouse=True)
def fresh_cache():
    """Forget what was counted in other tests."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hashed(monkeypatch):
    """Count the hashes of passwords that are worked out."""
    hasher, counted = type(hashers.get_hasher()), []
    encode = hasher.encode

    def counting(self, password, *rest):
        counted.append(password)
        return encode(self, password, *rest)

    monkeypatch.setattr(hasher, "encode", counting)
    return counted


def statements(send):
    """Return the kinds of statement that an answer takes, in their order."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        send()
    return [query["sql"].split()[0] for query in seen.captured_queries]


def sign_in(email):
    return Client().post("/accounts/login/", {"login": email, "password": "wrong"})


def ask(email):
    return Client().post("/accounts/password/reset/", {"email": email})


@pytest.fixture
def without_password(people):
    """Somebody who was added and has not set a password yet."""
    return actions.add_person(
        name="New Example", email="new@example.org", unit=people.home, actor=SYSTEM
    )


@pytest.fixture
def gone(people):
    """Somebody whose sign-in has ended."""
    return actions.deactivate(people.cleo, actor=SYSTEM, reason="Left")


@pytest.mark.parametrize(
    "email", ["ada@example.org", UNKNOWN, "new@example.org", "cleo@example.org"]
)
def test_each_sign_in_that_fails_costs_one_hash(people, without_password, gone, hashed, email):
    sign_in(email)

    assert len(hashed) == 1


def test_sign_in_does_the_same_for_known_and_unknown_addresses(people, settings):
    settings.AXES_ENABLED = True
    sign_in("somebody@example.org")

    assert statements(lambda: sign_in("ada@example.org")) == statements(lambda: sign_in(UNKNOWN))


@pytest.mark.parametrize("email", ["ada@example.org", UNKNOWN, "cleo@example.org"])
def test_asking_for_a_new_password_sends_nothing_by_itself(people, gone, email):
    ask(email)

    assert mail.outbox == []
    assert Job.objects.filter(task=LETTER, state=Job.State.WAITING).count() == 1


def test_asking_does_the_same_for_known_and_unknown_addresses(people, gone):
    known, unknown, ended = (
        statements(lambda email=email: ask(email))
        for email in ("ada@example.org", UNKNOWN, "cleo@example.org")
    )

    assert known == unknown == ended


def test_the_letter_goes_to_who_asked_and_to_nobody_else(people, gone):
    for email in ("ada@example.org", UNKNOWN, "cleo@example.org"):
        ask(email)

    for key in jobs.waiting():
        jobs.run(key)

    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["ada@example.org"], "Set a new password for Countersign")
    ]
    assert "Hello Ada Example" in mail.outbox[0].body
    assert {one.state for one in Job.objects.all()} == {Job.State.DONE}
    assert all("@" not in str(one.arguments) + one.title for one in Job.objects.all())


def test_who_was_deactivated_meanwhile_gets_no_letter(people):
    ask("ada@example.org")
    actions.deactivate(people.ada, actor=SYSTEM, reason="Left")

    for key in jobs.waiting():
        jobs.run(key)

    assert mail.outbox == []
    assert Person.objects.get(pk=people.ada.pk).is_active is False
