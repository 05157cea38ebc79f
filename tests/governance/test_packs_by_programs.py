"""Programs ask for packs and follow the job that makes them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance.models import Pack
from governance.people.actions import people as actions
from records import jobs
from records.actors import Actor
from records.ledger import book
from records.models import Job
from tests import factories

URL = "/api/v1/packs/"


@pytest.fixture
def case(people):
    made = factories.use_case(people.home, name="Triage")
    book.sequence()
    return made


def program(person, *needs, unit):
    """A client with a token."""
    _token, secret = actions.issue_token(
        person, name="tests", needs=sorted(needs), unit=unit, actor=Actor.of(person)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def ask(client, key="k1", **body):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(URL, body, content_type="application/json", headers=headers)


def test_a_pack_is_asked_for_and_its_job_is_followed(case, people):
    client = program(people.ben, "view", "pack", unit=people.home)

    book.sequence()
    asked = ask(client, of=case.ref)
    jobs.run(asked.json()["job"])
    followed = client.get(asked.json()["url"])

    pack = Pack.objects.get()
    assert asked.status_code == 202
    assert (asked.json()["state"], followed.json()["state"]) == ("waiting", "done")
    assert followed.json()["result"]["ref"] == pack.ref
    assert pack.subject_ref == case.ref
    assert client.get(f"{URL}{pack.ref}/").status_code == 200


def test_the_same_request_asks_once(case, people):
    client = program(people.ben, "view", "pack", unit=people.home)

    ask(client, of=case.ref)
    ask(client, of=case.ref)

    assert Job.objects.count() == 1


def test_a_past_moment_is_taken_and_a_coming_one_is_refused(case, people):
    client = program(people.ben, "view", "pack", unit=people.home)
    then = case.updated_at + timedelta(microseconds=1)

    taken = ask(client, of=case.ref, as_of=then.isoformat())
    coming = ask(
        client, key="k2", of=case.ref, as_of=(timezone.now() + timedelta(days=2)).isoformat()
    )
    nonsense = ask(client, key="k3", of=case.ref, as_of="yesterday")

    assert taken.status_code == 202
    assert Job.objects.get().arguments["moment"] == then.isoformat()
    assert (coming.status_code // 100, nonsense.status_code // 100) == (4, 4)


@pytest.mark.parametrize(
    ("needs", "key", "body", "code"),
    [
        pytest.param(("view",), "k", {}, 403, id="token without the need"),
        pytest.param(("view", "pack"), "", {}, 400, id="no key"),
        pytest.param(("view", "pack"), "k", {"of": "UC-9999"}, 404, id="nothing there"),
        pytest.param(("view", "pack"), "k", {"scope": "UN-9999"}, 404, id="no such scope"),
        pytest.param(("view", "pack"), "k", {"colour": "red"}, 400, id="unknown field"),
    ],
)
def test_what_is_refused_leaves_no_job(case, people, needs, key, body, code):
    client = program(people.ben, *needs, unit=people.home)

    answer = ask(client, key=key, **{"of": case.ref, **body})

    assert answer.status_code == code
    assert Job.objects.count() == 0


def test_out_of_reach_is_not_there(case, people):
    client = program(people.cleo, "view", "pack", unit=people.away)

    assert ask(client, of=case.ref).status_code == 404
    assert Job.objects.count() == 0


def test_a_kind_without_chapters_is_refused_in_words(case, people):
    control = factories.control(people.home)
    client = program(people.ben, "view", "pack", unit=people.home)

    answer = ask(client, of=control.ref)

    assert answer.status_code // 100 == 4
    assert f"No evidence pack can be made of {control.ref}" in answer.content.decode()
    assert Job.objects.count() == 0


def test_somebody_elses_job_is_not_there(case, people):
    asked = ask(program(people.ben, "view", "pack", unit=people.home), of=case.ref)

    other = program(people.cleo, "view", "pack", unit=people.away)

    assert other.get(asked.json()["url"]).status_code == 404
