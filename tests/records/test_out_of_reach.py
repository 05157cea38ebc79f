"""A cache, a queue or a database that does not answer: what goes on, and what is said."""

import time

import pytest
from django.db import InterfaceError, OperationalError, transaction
from django.test import Client
from redis.exceptions import ConnectionError as CacheError

from governance.people.actions import people as actions
from records import jobs, remembered
from records.actors import Actor
from records.health.checks import report
from records.models import Job
from records.pages import errors
from tests import factories, sessions
from tests.people import PASSWORD, SYSTEM

SAID = "A part of this installation is out of reach"
# Nobody listens there.
NOBODY = "redis://127.0.0.1:9/0"


@pytest.fixture
def no_cache(settings):
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": NOBODY}}


def test_the_api_answers_and_counts_nobody_while_the_cache_is_down(people, no_cache, caplog):
    _token, secret = actions.issue_token(
        people.ben, name="tests", needs=["view"], unit=people.home, actor=Actor.of(people.ben)
    )
    case = factories.use_case(people.home)

    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/use-cases/")

    assert answer.status_code == 200
    assert [item["ref"] for item in answer.json()["results"]] == [case.ref]
    assert "Calls are not counted, the cache does not answer" in caplog.text


@pytest.mark.parametrize(
    "path", ["/", "/use-cases/", "/jobs/", "/obligations/", "/accounts/login/"]
)
def test_pages_are_shown_while_the_cache_is_down(people, no_cache, path):
    client = Client()
    if path != "/accounts/login/":
        sessions.begin(client, people.ben)

    assert client.get(path).status_code == 200


def test_what_was_kept_is_worked_out_each_time_while_the_cache_is_down(no_cache, caplog):
    made = []

    def make():
        made.append("made")
        return len(made)

    found = [remembered.kept("key", make, seconds=60) for _time in range(2)]
    remembered.let_go("key")

    assert found == [1, 2]
    assert "Nothing is remembered, the cache does not answer" in caplog.text


def test_a_cache_that_dies_after_it_was_asked_does_not_lose_what_was_made(monkeypatch):
    def refuse(*_args, **_options):
        raise CacheError("connection reset")

    monkeypatch.setattr(remembered.cache, "set", refuse)

    assert remembered.kept("another-key", lambda: 7, seconds=60) == 7


def test_nobody_signs_in_while_nobody_counts_attempts(people, no_cache):
    client = Client(raise_request_exception=False)

    answer = client.post("/accounts/login/", {"login": people.ben.email, "password": PASSWORD})

    assert answer.status_code == 503
    assert SAID in answer.content.decode()
    assert answer.headers["Retry-After"] == "5"
    assert "_auth_user_id" not in client.session


def test_the_checks_of_the_installation_tell_of_a_cache_that_is_down(db, no_cache):
    found = {check.code: check.level for check in report()}

    assert found["work"] == "bad"


def test_asking_for_work_does_not_wait_for_a_queue_that_is_down(people, settings, monkeypatch):
    told = []
    # What other tests made of logging is of no account here.
    monkeypatch.setattr(jobs.logger, "warning", lambda text, *values: told.append(text % values))
    app = jobs.current_app._get_current_object()
    monkeypatch.setattr(app.conf, "broker_url", NOBODY)
    monkeypatch.setattr(app.conf, "broker_write_url", NOBODY)
    # Lines to the queue that another test has opened would be used further.
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    monkeypatch.setitem(jobs._TASKS, "tests.work", dict)
    with transaction.atomic():
        waits = jobs.enqueue(
            "tests.work", {}, about=None, actor=SYSTEM, effect_key="one", title="Work"
        )

    begun = time.monotonic()
    jobs._say_look(waits)

    assert time.monotonic() - begun < 2
    assert told == [f"The queue is down; the sweeper will find job {waits.pk}."]
    assert Job.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "trouble",
    [OperationalError("gone"), InterfaceError("closed"), CacheError("refused")],
    ids=["database", "connection", "cache"],
)
def test_what_is_out_of_reach_is_told_as_such(rf, trouble):
    try:
        raise trouble
    except type(trouble):
        page = errors.server_error(rf.get("/use-cases/"))
        api = errors.server_error(rf.post("/api/v1/use-cases/"))

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert SAID in page.content.decode()
    assert (api.status_code, api.headers["Retry-After"]) == (503, "5")
    assert api.headers["Content-Type"] == "application/problem+json"
    assert b'"type": "/problems/out-of-reach"' in api.content
