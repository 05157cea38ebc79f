"""Engineers and their pipelines hand in evidence for what they may see, and change nothing else."""

import base64

import pytest
from django.test import Client

from controls.models import Evidence, EvidenceRevision, EvidenceUse
from governance import days
from governance.people.actions import people as actions
from governance.rules import Role
from records.actors import Actor
from records.models import Entry
from tests import factories, sessions
from tests.people import SYSTEM


@pytest.fixture
def eva(people):
    """An engineer at home."""
    eva = actions.add_person(
        name="Eva Example", email="eva@example.org", unit=people.home, actor=SYSTEM
    )
    actions.appoint(eva, role=Role.ENGINEER, unit=people.home, actor=SYSTEM)
    return eva


def pipeline(person, unit, *needs):
    """A program with a token of somebody."""
    _token, secret = actions.issue_token(
        person, name="ci", needs=sorted(needs), unit=unit, actor=Actor.of(person)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"})


def sent(client, url, **more):
    """Hand in a file as programs do."""
    body = {
        "file": base64.b64encode(b"nightly: green\n").decode(),
        "file_name": "nightly.txt",
        "collected_on": days.today().isoformat(),
        "name": "Nightly tests",
        "freshness": "collected",
        "valid_days": 30,
    }
    return client.post(
        f"/api/v1/{url}/",
        {**body, **more},
        content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )


def test_a_pipeline_of_an_engineer_hands_in_at_an_implementation(people, eva):
    one = factories.implementation(people.home)
    ci = pipeline(eva, people.home, "view", "hand_in")

    answer = sent(ci, f"implementations/{one.ref}/hand-in-evidence")

    assert answer.status_code == 200, answer.content
    use = EvidenceUse.objects.get()
    assert (use.implementation, use.evidence.owner) == (one, eva)
    assert EvidenceRevision.objects.get().file_name == "nightly.txt"
    verb, actor_kind = Entry.objects.order_by("-id").values_list("verb", "actor_kind")[0]
    assert (verb, actor_kind) == ("controls.evidence.hand_in", "token")


def test_it_hands_in_anew_what_others_added(people, eva):
    held = factories.some_evidence(people.home)
    ci = pipeline(eva, people.home, "view", "hand_in")

    answer = ci.post(
        f"/api/v1/evidence/{held.ref}/take/",
        {"link": "https://ci.example.org/1", "collected_on": days.today().isoformat()},
        content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )

    assert answer.status_code == 200, answer.content
    assert EvidenceRevision.objects.get().evidence == held


@pytest.mark.parametrize(
    ("needs", "at"),
    [
        pytest.param(("view",), "home", id="a token to view"),
        pytest.param(("view", "hand_in"), "away", id="a token of another unit"),
    ],
)
def test_a_token_without_that_right_hands_in_nothing(people, eva, needs, at):
    actions.appoint(eva, role=Role.ENGINEER, unit=people.away, actor=SYSTEM)
    one = factories.implementation(people.home)
    ci = pipeline(eva, getattr(people, at), *needs)
    before = Entry.objects.count()

    answer = sent(ci, f"implementations/{one.ref}/hand-in-evidence")

    assert answer.status_code == (403 if at == "home" else 404)
    assert (Evidence.objects.count(), Entry.objects.count()) == (0, before)


def test_who_only_sees_hands_in_nothing(people):
    one = factories.implementation(people.home)
    client, before = Client(), Entry.objects.count()
    sessions.begin(client, people.vera)

    answer = sent(client, f"implementations/{one.ref}/hand-in-evidence")

    assert answer.status_code == 403
    assert (Evidence.objects.count(), Entry.objects.count()) == (0, before)


def test_whoever_may_change_may_hand_in(people):
    one = factories.implementation(people.home)
    ci = pipeline(people.ada, people.home, "view", "change")

    assert sent(ci, f"implementations/{one.ref}/hand-in-evidence").status_code == 200
    assert Evidence.objects.get().owner == people.ada
