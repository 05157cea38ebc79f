"""Who reaches what, for every kind and every page; a refusal leaves everything as it was."""

import pytest
from django.test import Client

from governance.people.actions import people as actions
from governance.rules import ROLE_NEEDS, Role
from records import kinds
from records.models import Entry
from tests import factories
from tests.contract.conftest import (
    buttons,
    changed_by_hand,
    changed_in_numbers,
    only,
    read_by_all,
    within_units,
)
from tests.people import SYSTEM

READ = ("detail", "history", "snapshot")


def pages_of(kind, record):
    """Return the addresses of a record's pages."""
    names = [*READ, "edit", *(action.name for action in kind.all_actions)]
    urls = [kind.url(name, record.ref) for name in names]
    return [url for url in urls if url]


def changing_pages(kind, record, role=Role.AUDITOR):
    """Return the pages that a role has no right to, with whether each also shows something."""
    showing = factories.READING_PAGES.get(kind.code, ())
    needs = {action.name: action.needs for action in kind.all_actions} | {"edit": "change"}
    names = [name for name, need in needs.items() if need not in ROLE_NEEDS[role]]
    pages = {kind.url(name, record.ref): name in showing for name in names}
    return {url: shows for url, shows in pages.items() if url}


def state(kind, record):
    found = kind.model._base_manager.get(pk=record.pk)
    return found.version, found.digest, Entry.objects.count()


def test_the_own_unit_is_within_reach(kind, record, people, as_person):
    for person in (people.ada, people.ben):
        client = as_person(person)

        for name in READ:
            assert client.get(kind.url(name, record.ref)).status_code == 200
        found = client.get(f"/api/v1/{kind.slug}/", {"q": record.ref}).json()["results"]
        assert [row["ref"] for row in found] == [record.ref]


@only(read_by_all)
def test_what_all_may_read_only_some_may_change(kind, record, people, as_person):
    client, before = as_person(people.cleo), state(kind, record)

    for name in READ:
        assert client.get(kind.url(name, record.ref)).status_code == 200
    for url in changing_pages(kind, record):
        assert client.post(url, {"reason": "x"}).status_code in (403, 404), url
    assert state(kind, record) == before


@only(within_units)
def test_another_unit_is_out_of_reach(kind, record, people, as_person):
    client, before = as_person(people.cleo), state(kind, record)

    for url in pages_of(kind, record):
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"reason": "x"}).status_code in (404, 405), url
    assert record.ref not in client.get(kind.url("list")).content.decode()
    assert client.get("/search/", {"q": record.ref}).status_code == 200
    assert state(kind, record) == before


@only(within_units)
def test_another_unit_is_not_found_by_search_export_or_api(kind, record, people, as_person):
    client = as_person(people.cleo)

    words = (record.ref, str(record))
    found = [client.get("/search/", {"q": text}).content.decode() for text in words]
    files = [
        b"".join(client.get(kind.url("export", ending)).streaming_content).decode()
        for ending in ("csv", "json")
    ]
    listed = client.get(f"/api/v1/{kind.slug}/").content.decode()
    one = client.get(f"/api/v1/{kind.slug}/{record.ref}/")

    address = kind.url("detail", record.ref)
    assert not any(address in text for text in found)
    assert not any(record.ref in text for text in [*files, listed])
    assert one.status_code == 404


def test_nobody_is_led_to_the_sign_in(kind, record, db):
    client, before = Client(), state(kind, record)

    for url in [kind.url("list"), *pages_of(kind, record)]:
        answer = client.get(url)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")
        assert client.post(url).status_code == 302
    assert client.get(f"/api/v1/{kind.slug}/").status_code == 401
    assert client.get(f"/api/v1/{kind.slug}/{record.ref}/").status_code == 401
    assert state(kind, record) == before


def test_an_auditor_reads_and_exports_and_changes_nothing(kind, record, people, as_person):
    client, before = as_person(people.vera), state(kind, record)

    for name in READ:
        assert client.get(kind.url(name, record.ref)).status_code == 200
    assert client.get(kind.url("export", "csv")).status_code == 200
    changing = changing_pages(kind, record)
    for url, only_shows in changing.items():
        assert client.get(url).status_code == (200 if only_shows else 403), url
        assert client.post(url, {"reason": "x"}).status_code in (403, 405), url
    page = client.get(kind.url("detail", record.ref))
    offered = {action.url for action in buttons(page)}
    assert not offered & set(changing)
    assert state(kind, record) == before


def test_an_ended_auditor_finds_nothing(kind, record, people, as_person):
    client = as_person(people.zoe)

    for url in pages_of(kind, record):
        assert client.get(url).status_code == 404, url
    assert record.ref not in client.get(kind.url("list")).content.decode()
    assert client.get(kind.url("export", "csv")).status_code == 403


def test_an_auditor_neither_adds_nor_changes_many(kind, record, people, as_person):
    client, before = as_person(people.vera), state(kind, record)

    for name in ("new", "bulk-edit"):
        if url := kind.url(name):
            assert client.get(url).status_code == 403
            assert client.post(url, {"pk": [str(record.pk)]}).status_code == 403
    assert state(kind, record) == before


@only(changed_in_numbers)
def test_one_record_out_of_reach_refuses_the_whole_bulk_change(kind, record, people, as_person):
    away = factories.make(kind, people.away)
    before = state(kind, record)
    sent = {"change-owner": "on", "owner": str(people.ada.pk), "reason": "Mine", "apply": "1"}

    unseen = as_person(people.cleo).post(kind.url("bulk-edit"), sent | {"pk": [str(record.pk)]})
    seen_only = as_person(people.vera).post(
        kind.url("bulk-edit"), sent | {"pk": [str(record.pk), str(away.pk)]}
    )

    assert unseen.status_code == 302
    assert seen_only.status_code == 403
    assert state(kind, record) == before


@pytest.mark.parametrize("person", ["cleo", "vera", "zoe"])
@only(changed_by_hand)
def test_the_api_refuses_who_may_not(kind, record, people, as_person, person):
    client, before = as_person(getattr(people, person)), state(kind, record)
    expected = {"cleo": 404 if within_units(kind) else 403, "vera": 403, "zoe": 404}[person]
    headers = {"Idempotency-Key": "k"}

    changed = client.patch(
        f"/api/v1/{kind.slug}/{record.ref}/",
        {"seen": 1},
        content_type="application/json",
        headers=headers,
    )

    assert changed.status_code == expected
    for action in kind.all_actions:
        if action.is_open_to_programs and action.needs not in ROLE_NEEDS[Role.AUDITOR]:
            address = f"/api/v1/{kind.slug}/{record.ref}/{action.name}/"
            done = client.post(
                address, {"reason": "x"}, content_type="application/json", headers=headers
            )
            assert done.status_code == expected, address
    assert state(kind, record) == before


def test_an_engineer_hands_in_and_does_nothing_else(kind, record, people, as_person):
    engineer = actions.add_person(
        name="Eva Example", email="eva@example.org", unit=people.home, actor=SYSTEM
    )
    actions.appoint(engineer, role=Role.ENGINEER, unit=people.home, actor=SYSTEM)
    client, before = as_person(engineer), state(kind, record)

    for url, only_shows in changing_pages(kind, record, Role.ENGINEER).items():
        assert client.get(url).status_code == (200 if only_shows else 403), url
        assert client.post(url, {"reason": "x"}).status_code in (403, 405), url
    for action in kind.all_actions:
        if action.needs == "hand_in":
            address = kind.url(action.name, record.ref)
            assert client.get(address).status_code == 200
            assert client.post(address, {"reason": "x"}).status_code == 422
    assert state(kind, record) == before


def test_what_is_handed_in_for():
    takes = {
        (kind.code, action.name)
        for kind in kinds.every()
        for action in kind.all_actions
        if action.needs == "hand_in"
    }

    assert takes == {
        ("controls.evidence", "take"),
        ("controls.implementation", "hand-in-evidence"),
    }
