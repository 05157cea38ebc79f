"""Sharing one record with one person: who may, what it opens, how it ends and is told."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from governance.days import today
from governance.grants import actions as grants
from governance.models import Grant
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records import permissions
from records.actors import Actor
from records.changing import archiving
from records.errors import Refused, RuleError
from records.models import Entry
from tests import sessions, snapshots


@pytest.fixture
@snapshots.put_back
def triage(people):
    ada = Actor.of(people.ada)
    values = {"name": "Triage", "unit": people.home, "owner": people.ada}
    return use_cases.create(actor=ada, values=values)


def sign_in(person):
    client = Client()
    sessions.begin(client, person)
    return client


def give(record, giver, taker, may="view", days=7):
    return grants.share(
        record,
        actor=Actor.of(giver),
        reason="Second opinion",
        email=taker.email.upper(),
        may=may,
        until=today() + timedelta(days=days),
    )


def reached(person, record):
    """Return what a person may do to a record, asked one by one and as a set."""
    actor = Actor.of(person)
    one = {need for need in ("view", "export", "change") if permissions.may(actor, need, record)}
    within = {
        need
        for need in ("view", "export", "change")
        if UseCase.objects.visible_to(actor, need).filter(pk=record.pk).exists()
    }
    assert one == within
    return one


def test_a_stranger_reads_what_the_owner_shares_and_nothing_else(triage, people):
    other = use_cases.create(
        actor=Actor.of(people.ada), values={"name": "Other", "unit": people.home}
    )
    client = sign_in(people.cleo)
    assert client.get(f"/use-cases/{triage.ref}/").status_code == 404

    give(triage, people.ada, people.cleo)

    assert reached(people.cleo, triage) == {"view"}
    assert reached(people.cleo, other) == set()
    assert client.get(f"/use-cases/{triage.ref}/").status_code == 200
    assert client.get(f"/use-cases/{triage.ref}/edit/").status_code == 403
    assert client.get(f"/use-cases/{other.ref}/").status_code == 404
    found = client.get("/api/v1/use-cases/").json()["results"]
    assert [row["ref"] for row in found if row["ref"] in {triage.ref, other.ref}] == [triage.ref]


def test_who_may_change_may_not_share_on(triage, people):
    shared = give(triage, people.adam, people.cleo, may="change")
    cleo = Actor.of(people.cleo)

    changed = use_cases.change(shared, actor=cleo, values={"name": "Triage of calls"})
    with pytest.raises(Refused):
        give(changed, people.cleo, people.zoe)

    assert reached(people.cleo, triage) == {"view", "change"}
    assert UseCase.objects.get(pk=triage.pk).name == "Triage of calls"
    assert set(Grant.objects.values_list("user_id", flat=True)) == {people.cleo.pk}


@pytest.mark.parametrize("who", ["ben", "vera", "cleo"])
def test_neither_officers_nor_auditors_nor_strangers_share(triage, people, who):
    entries = Entry.objects.count()

    with pytest.raises(Refused):
        give(triage, getattr(people, who), people.zoe)

    assert not Grant.objects.exists()
    assert Entry.objects.count() == entries


def test_a_grant_ends_with_its_last_day(triage, people, monkeypatch):
    give(triage, people.ada, people.cleo, may="change", days=1)
    tomorrow, after = (timezone.now() + timedelta(days=days) for days in (1, 2))

    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    held = reached(people.cleo, triage)
    monkeypatch.setattr(timezone, "now", lambda: after)

    assert held == {"view", "change"}
    assert reached(people.cleo, triage) == set()
    assert grants.sharers(UseCase.objects.get(pk=triage.pk)) == []


def test_a_grant_without_a_day_is_none(triage, people):
    give(triage, people.ada, people.cleo)

    Grant.objects.update(ends_on=None)

    assert reached(people.cleo, triage) == set()


def test_giving_less_replaces_what_was_given(triage, people):
    give(triage, people.ada, people.cleo, may="change")

    give(triage, people.ada, people.cleo, may="view", days=3)

    assert reached(people.cleo, triage) == {"view"}
    assert Grant.objects.get().ends_on == today() + timedelta(days=3)


def test_sharing_ends_at_once_even_when_archived(triage, people):
    shared = give(triage, people.ada, people.cleo, may="change")
    archived = archiving.archive(shared, actor=Actor.of(people.adam), reason="Done")

    grants.stop(archived, actor=Actor.of(people.adam), reason="Over", email=people.cleo.email)

    assert reached(people.cleo, triage) == set()
    assert not Grant.objects.exists()


def test_history_and_ledger_name_the_person_by_reference(triage, people):
    give(triage, people.ada, people.cleo, may="change", days=5)

    entry = Entry.objects.filter(object_id=triage.pk).latest("occurred_at")
    body = json.loads(entry.body)
    day = (today() + timedelta(days=5)).isoformat()
    assert entry.verb == "governance.grant.give"
    assert body["facts"] == {"person": people.cleo.ref, "may": "change", "until": day}
    assert people.cleo.name not in entry.body
    page = sign_in(people.ada).get(f"/use-cases/{triage.ref}/history/").content.decode()
    assert f"{people.cleo.ref} may change it until {day}. Second opinion" in page
    assert "shared the record" in page


def test_a_signed_state_is_not_touched_by_sharing(triage, people):
    digest = UseCase.objects.get(pk=triage.pk).digest

    assert give(triage, people.ada, people.cleo).digest == digest


def no_one(triage, people):
    return grants.share(
        triage,
        actor=Actor.of(people.ada),
        reason="x",
        email="nobody@example.org",
        may="view",
        until=today(),
    )


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        pytest.param(no_one, "Nobody who can sign in here", id="unknown address"),
        pytest.param(
            lambda triage, people: give(triage, people.adam, people.ada),
            "owns the record",
            id="own",
        ),
        pytest.param(
            lambda triage, people: give(triage, people.ada, people.cleo, days=-1),
            "cannot end in the past",
            id="past",
        ),
    ],
)
def test_needless_sharing_is_refused_with_a_sentence(triage, people, attempt, words):
    entries = Entry.objects.count()

    with pytest.raises(RuleError, match=words):
        attempt(triage, people)

    assert not Grant.objects.exists()
    assert Entry.objects.count() == entries


def test_what_can_be_mended_is_told_at_its_field_and_nothing_typed_is_lost(triage, people):
    entries = Entry.objects.count()
    sent = {"email": "nobody@example.org", "may": "change", "until": "2020-01-01", "reason": "Why"}

    answer = sign_in(people.ada).post(f"/use-cases/{triage.ref}/share/", sent)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert [bound.name for bound in form.visible_fields()] == ["email", "may", "until", "reason"]
    assert dict(form.errors) == {
        "email": ["Nobody who can sign in here has this e-mail address."],
        "until": ["Sharing cannot end in the past."],
    }
    assert form["reason"].value() == "Why"
    assert not Grant.objects.exists()
    assert Entry.objects.count() == entries


def test_sharing_on_the_pages(triage, people):
    client = sign_in(people.ada)
    url = f"/use-cases/{triage.ref}/"
    sent = {
        "email": people.cleo.email,
        "may": "view",
        "until": (today() + timedelta(days=2)).isoformat(),
        "reason": "Look at it",
    }
    assert "Shared with" not in client.get(url).content.decode()

    wrong = client.post(f"{url}share/", sent | {"email": "nobody@example.org"}, follow=True)
    done = client.post(f"{url}share/", sent, follow=True).content.decode()
    asked = client.get(f"{url}stop-sharing/").content.decode()
    ended = client.post(
        f"{url}stop-sharing/", {"email": people.cleo.email, "reason": "Enough"}, follow=True
    ).content.decode()

    assert "Nobody who can sign in here has this e-mail address." in wrong.content.decode()
    assert "Shared with" in done
    assert "Cleo Example" in done
    assert "Cleo Example" in asked
    assert "Shared with" not in ended
    assert client.get(f"{url}stop-sharing/").status_code == 302
    assert sign_in(people.cleo).get(url).status_code == 404


@pytest.fixture
def counted_anew():
    """Let no other test's guesses count here, nor these elsewhere."""
    cache.clear()
    yield
    cache.clear()


def test_nobody_tries_a_list_of_addresses(triage, people, counted_anew):
    """A wrong address counts, a right one does not; beyond five nothing tells them apart."""
    client, entries = sign_in(people.ada), Entry.objects.count()
    sent = {"may": "view", "until": today().isoformat(), "reason": ""}

    def told(email):
        answer = client.post(f"/use-cases/{triage.ref}/share/", sent | {"email": email})
        assert answer.status_code == 422
        return answer.context["form"].errors.get("email", ["known"])

    right = [told(people.cleo.email) for _time in range(6)]
    wrong = [told(f"nobody{number}@example.org") for number in range(5)]
    after = [told("nobody@example.org"), told(people.cleo.email)]

    assert right == [["known"]] * 6
    assert wrong == [["Nobody who can sign in here has this e-mail address."]] * 5
    assert after == [["There were too many attempts. Wait some minutes."]] * 2
    assert Entry.objects.count() == entries
