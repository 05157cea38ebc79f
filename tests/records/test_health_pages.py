"""How the installation is: who reads it, and in which form."""

import json

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from governance import days
from records import health
from records.health import metrics
from records.models import Pending
from tests import factories, sessions

TOKEN = "a-long-random-token"


@pytest.fixture(autouse=True)
def fresh_cache():
    """Forget signs of life of other tests."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def as_person(db):
    """Return a function that gives a client signed in as a person."""

    def sign_in(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return sign_in


def test_administrators_see_the_page_and_others_neither_page_nor_entry(people, as_person):
    adam, ben = as_person(people.adam), as_person(people.ben)

    page, refused = adam.get("/settings/health/"), ben.get("/settings/health/")

    assert page.status_code == 200
    assert "No sequencer runs" in page.content.decode()
    assert page.context["checks"][0][0].level == "bad"
    assert refused.status_code == 403
    assert 'href="/settings/health/"' in adam.get("/").content.decode()
    assert 'href="/settings/health/"' not in ben.get("/").content.decode()


def test_the_page_is_always_of_now(people, as_person):
    today = days.today().isoformat()

    answer = as_person(people.adam).get(f"/settings/health/?as_of={today}")

    assert (answer.status_code, answer["Location"]) == (302, "/settings/health/")


def test_anybody_learns_that_it_lives_and_is_ready_and_no_more(db):
    live, ready = Client().get("/healthz"), Client().get("/readyz")

    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "database": "ok"})


def test_it_is_not_ready_without_its_tables(db, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path TO pg_catalog")

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "no tables"}


def test_metrics_are_for_the_token_and_for_administrators(people, as_person, settings):
    settings.METRICS_TOKEN = TOKEN

    def asked(client, given=""):
        headers = {"Authorization": given} if given else {}
        return client.get("/metrics", headers=headers)

    assert asked(Client()).status_code == 401
    assert asked(Client(), "Bearer wrong").status_code == 401
    assert asked(as_person(people.ben)).status_code == 401
    assert asked(as_person(people.adam)).status_code == 200
    answer = asked(Client(), f"Bearer {TOKEN}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == metrics.CONTENT_TYPE


def test_without_a_token_in_the_settings_no_bearer_gets_in(people, settings):
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


def test_the_figures_are_in_the_text_format(people):
    factories.use_case(people.home)
    lines = metrics.text(health.report()).splitlines()

    samples = [line for line in lines if not line.startswith("#")]
    names = [line.rsplit(" ", 1)[0] for line in samples]
    assert len(names) == len(set(names))
    assert 'countersign_health{check="sequencer"} 2' in samples
    assert f"countersign_ledger_pending {Pending.objects.count()}" in samples
    for line in samples:
        float(line.rsplit(" ", 1)[1])


def test_the_command_prints_the_report_and_fails_where_something_is_broken(people, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("health", "--json")

    report = {check["check"]: check for check in json.loads(capsys.readouterr().out)}
    assert stop.value.code == 1
    assert report["sequencer"]["level"] == "bad"
    assert {"anchor", "checkpoint", "disk", "jobs", "key", "logins", "worker"} <= set(report)
