"""The API of every kind: read, add, change, act, with keys, versions and token limits."""

import pytest
from django.test import Client

from governance.people.actions import people as actions
from records.actors import Actor
from records.models import Entry
from tests import factories
from tests.contract.conftest import added, archived, changed_by_hand, only, within_units


@pytest.fixture
def token(people, kind, keeper):
    """Return a function that makes a client with a token of the keeper's, limited to some needs."""
    words = {"create": kind.model.create_needs, "change": kind.writes.change_needs}

    def issue(*needs, unit=None):
        _token, secret = actions.issue_token(
            keeper,
            name="tests",
            needs=sorted({words.get(need, need) for need in needs}),
            unit=unit or people.home,
            actor=Actor.of(keeper),
        )
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return issue


def url(kind, *parts):
    return "/".join(["/api/v1", kind.slug, *parts, ""])


def new(kind, people):
    fields = {**factories.new(kind, people.home, by="ref"), "unit": people.home.ref}
    return {name: value for name, value in fields.items() if value != ""}


def send(client, method, address, body, key="k1", **headers):
    sent = {"Idempotency-Key": key, **headers} if key else headers
    return getattr(client, method)(address, body, content_type="application/json", headers=sent)


def test_records_are_listed_and_read(kind, record, token):
    client = token("view")

    many = client.get(url(kind), {"q": record.ref})
    one = client.get(url(kind, record.ref))

    assert [row["ref"] for row in many.json()["results"]] == [record.ref]
    assert one.json()["unit"] == record.unit.ref
    assert one["ETag"] == '"1"'
    assert one.json() == many.json()["results"][0]


def test_an_unknown_filter_is_an_error(kind, record, token):
    answer = token("view").get(url(kind), {"nmae": "x"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == {"nmae": ["There is no such filter."]}


@only(added)
def test_a_record_is_added_once(kind, people, token):
    client, body = token("view", "create"), new(kind, people)

    first = send(client, "post", url(kind), body)
    second = send(client, "post", url(kind), body)

    made = kind.model.objects.latest("id")
    assert first.status_code == 201, first.json()
    assert first["Location"] == url(kind, made.ref)
    assert second["Idempotency-Replayed"] == "true"
    assert second.json()["touched"][0]["ref"] == made.ref
    assert Entry.objects.get(object_id=made.pk).actor_kind == "token"


@only(changed_by_hand)
def test_a_record_is_changed_on_the_version_that_was_read(kind, record, token):
    name, _first, other = factories.CHANGES[kind.code]
    client = token("view", "change")

    without = send(client, "patch", url(kind, record.ref), {name: other})
    stale = send(client, "patch", url(kind, record.ref), {name: other}, "k2", **{"If-Match": '"7"'})
    fine = send(client, "patch", url(kind, record.ref), {name: other}, "k3", **{"If-Match": '"1"'})

    assert without.status_code == 428
    assert stale.status_code == 409
    assert (stale.json()["seen"], stale.json()["current"]) == (7, 1)
    assert fine.status_code == 200
    assert fine.json()[name] == other
    assert fine["ETag"] == '"2"'
    assert Entry.objects.filter(object_id=record.pk).count() == 2


@only(added)
def test_writing_needs_a_key(kind, record, people, token):
    before = kind.model.objects.count()
    client = token("view", "create", "change")

    added = send(client, "post", url(kind), new(kind, people), key="")
    long = send(client, "post", url(kind), new(kind, people), key="k" * 151)

    assert (added.status_code, added.json()["type"]) == (400, "/problems/idempotency-key")
    assert long.status_code == 400
    assert kind.model.objects.count() == before


@only(changed_by_hand)
def test_unknown_fields_are_refused(kind, record, token):
    body = {"digest": "0" * 64, "colour": "red", "seen": 1}

    answer = send(token("view", "change"), "patch", url(kind, record.ref), body)

    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"digest", "colour"}
    assert kind.model.objects.get(pk=record.pk).version == record.version


def test_a_token_does_no_more_than_its_needs(kind, record, people, token, keeper):
    reading = token("view")
    elsewhere = token("view", "change", "create", "archive", unit=people.away)

    added = send(reading, "post", url(kind), new(kind, people))
    changed = send(reading, "patch", url(kind, record.ref), {"seen": 1})
    foreign = send(elsewhere, "patch", url(kind, record.ref), {"seen": 1})

    writable = kind.writes.change is not None
    # Packs are asked for, and made by a job.
    may_be_posted = kind.writes.create or kind.code == "governance.pack"
    assert added.status_code == (403 if may_be_posted else 405)
    assert changed.status_code == (403 if writable else 405)
    # Ben has no role elsewhere: limited to there, his token reads nothing, whoever may read it.
    out_of_reach = 404 if within_units(kind) or keeper == people.ben else 403
    assert foreign.status_code == (out_of_reach if writable else 405)
    if kind.code not in factories.READ_BY_ALL:
        assert elsewhere.get(url(kind), {"q": record.ref}).json()["results"] == []
    assert kind.model.objects.get(pk=record.pk).version == record.version


@only(added, changed_by_hand)
def test_only_records_within_reach_can_be_named(kind, record, people, token):
    client = token("view", "create", "change")

    added = send(client, "post", url(kind), {**new(kind, people), "unit": people.away.ref})
    body = {"seen": 1, "owner": people.cleo.ref}
    changed = send(client, "patch", url(kind, record.ref), body, "k2")

    assert (added.status_code, set(added.json()["errors"])) == (400, {"unit"})
    assert (changed.status_code, set(changed.json()["errors"])) == (400, {"owner"})
    assert kind.model.objects.get(pk=record.pk).version == record.version


def test_the_history_is_told(kind, record, token):
    told = token("view").get(url(kind, record.ref, "history")).json()["results"]

    assert told[-1]["version"] == 1
    assert told[0]["digest"] == record.digest
    assert told[-1]["actor"] == {"kind": "system", "id": "tests", "name": "tests"}


@only(archived)
def test_a_record_is_archived_and_restored(kind, record, token):
    client = token("view", "archive")

    missing = send(client, "post", url(kind, record.ref, "archive"), {})
    archived = send(client, "post", url(kind, record.ref, "archive"), {"reason": "Over"}, "k2")
    hidden = client.get(url(kind), {"q": record.ref}).json()["results"]
    restored = send(client, "post", url(kind, record.ref, "restore"), {"reason": "Again"}, "k3")

    assert (missing.status_code, set(missing.json()["errors"])) == (400, {"reason"})
    assert archived.json()["archived_at"] is not None
    assert hidden == []
    assert restored.json()["archived_at"] is None
    assert Entry.objects.filter(object_id=record.pk).count() == 3


def test_a_list_is_paged_by_cursor(kind, people, token):
    for _number in range(5):
        factories.make(kind, people.home)
    client, seen, address = token("view"), [], url(kind) + "?page_size=2"

    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 2
        seen += [row["ref"] for row in page["results"]]
        address = page["next"]

    whole = client.get(url(kind)).json()["results"]
    assert len(seen) >= 5
    assert seen == [row["ref"] for row in whole]
