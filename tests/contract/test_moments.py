"""Every kind as it stood at an earlier moment: page, list, history, export, API."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests import factories, sessions, snapshots
from tests.contract.conftest import buttons, changed_by_hand, form_data, has_past, only


@pytest.fixture
@snapshots.put_back
def changed(kind, people, keeper):
    """A record after a change, with the moments before it was added and before it was changed."""
    record, client = factories.make(kind, people.home), Client()
    sessions.begin(client, keeper)
    name, _first, other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)
    client.post(url, form_data(client.get(url)) | {name: other})
    return {
        "record": record,
        "never": (record.created_at - timedelta(microseconds=1)).isoformat(),
        "before": record.created_at.isoformat(),
    }


@only(changed_by_hand, has_past)
def test_the_detail_page_shows_the_old_value(kind, changed, client):
    _name, first, other = factories.CHANGES[kind.code]

    past = client.get(kind.url("detail", changed["record"].ref), {"as_of": changed["before"]})
    now = client.get(kind.url("detail", changed["record"].ref))

    assert past.status_code == 200
    assert first in past.content.decode()
    assert other not in past.content.decode()
    assert other in now.content.decode()


@only(changed_by_hand, has_past)
def test_before_its_creation_the_record_is_not_there(kind, changed, client):
    ref, never = changed["record"].ref, {"as_of": changed["never"]}

    pages = [kind.url("detail", ref), kind.url("history", ref), kind.url("snapshot", ref)]

    assert [client.get(page, never).status_code for page in pages] == [404, 404, 404]
    assert client.get(kind.url("list"), never).context["count"] == 0
    assert client.get(f"/api/v1/{kind.slug}/{ref}/", never).status_code == 404


@only(changed_by_hand, has_past)
def test_the_past_has_no_buttons_and_keeps_its_moment_in_links(kind, changed, client):
    ref = changed["record"].ref

    page = client.get(kind.url("detail", ref), {"as_of": changed["before"]})
    listed = client.get(kind.url("list"), {"as_of": changed["before"]})

    assert buttons(page) == []
    assert page.context["shell"]["as_of"]["leave_url"] == kind.url("detail", ref)
    assert all("as_of=" in tab.url for tab in page.context["tabs"])
    assert all(
        "as_of=" in item["url"]
        for group in page.context["shell"]["menu"]
        for item in group["items"]
    )
    assert "as_of=" in listed.context["rows"][0].cells[0].url
    assert listed.context["bulk"] is None
    assert listed.context["keep"]["as_of"] == changed["before"]


@only(changed_by_hand, has_past)
def test_forms_are_refused_in_the_past(kind, changed, client):
    ref, then = changed["record"].ref, {"as_of": changed["before"]}

    assert client.get(kind.url("edit", ref), then).status_code == 403
    if kind.writes.create is not None:
        assert client.get(kind.url("new"), then).status_code == 403
    assert client.post(f"{kind.url('edit', ref)}?as_of=2020-01-01", {}).status_code == 405


@only(changed_by_hand, has_past)
def test_the_history_ends_at_the_moment(kind, changed, client):
    page = client.get(kind.url("history", changed["record"].ref), {"as_of": changed["before"]})

    assert len(page.context["entries"]) == 1


@only(changed_by_hand, has_past)
def test_exports_and_api_read_the_past(kind, changed, client):
    name, first, _other = factories.CHANGES[kind.code]
    then = {"as_of": changed["before"]}

    exported = b"".join(client.get(kind.url("export", "json"), then).streaming_content)
    one = client.get(f"/api/v1/{kind.slug}/{changed['record'].ref}/", then).json()
    many = client.get(f"/api/v1/{kind.slug}/", then).json()

    assert [row[name] for row in json.loads(exported)["records"]] == [first]
    assert one[name] == first
    assert one["version"] == 1
    assert [row[name] for row in many["results"]] == [first]


def test_nonsense_and_the_future_are_no_moments(kind, record, client):
    for text in ("yesterday", "2999-01-01", "2026-02-30", "0000"):
        assert client.get(kind.url("list"), {"as_of": text}).status_code == 400, text
