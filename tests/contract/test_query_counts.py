"""The number of queries of every page: the same for few and many rows, and kept as a file."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.contract.conftest import changed_by_hand, form_data, only

KEPT = Path(__file__).parent / "query_counts.json"
# Set to write the file anew; a changed figure is a decision that the commit explains.
WRITING = "COUNTERSIGN_WRITE_COUNTS"
AT_MOST = 25


def pages_of(kind, record):
    """Return the pages that are counted, by name."""
    pages = {
        "list": kind.url("list"),
        "detail": kind.url("detail", record.ref),
        "history": kind.url("history", record.ref),
        "export.csv": kind.url("export", "csv"),
        "api.list": f"/api/v1/{kind.slug}/",
        "api.detail": f"/api/v1/{kind.slug}/{record.ref}/",
    }
    if not kind.model.always_today:
        pages["list.as_of"] = f"{pages['list']}?as_of={record.updated_at.isoformat()}".replace(
            "+00:00", "Z"
        )
    return pages


def counted(client, url):
    """Return the number of queries behind an address, beside those that begin and end it."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200, url
    return len(captured)


@pytest.fixture
def numbers(kind, record, people, client):
    """The counts of every page with 3 rows and with 30."""
    for _number in range(2):
        factories.make(kind, people.home)
    pages = pages_of(kind, record)
    for url in pages.values():
        client.get(url)  # what is looked up once for each process is not counted
    few = {name: counted(client, url) for name, url in pages.items()}
    for _number in range(27):
        factories.make(kind, people.home)
    return few, {name: counted(client, url) for name, url in pages.items()}


def test_queries_do_not_grow_with_rows_and_are_those_of_the_file(kind, numbers):
    few, many = numbers
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    if os.environ.get(WRITING):
        KEPT.write_text(json.dumps(kept | {kind.code: few}, indent=2, sort_keys=True) + "\n")
        kept[kind.code] = few

    assert many == few
    assert max(few.values()) <= AT_MOST
    assert few == kept.get(kind.code)


@only(changed_by_hand)
def test_queries_of_the_history_do_not_grow_with_versions(kind, record, client):
    name, first, _other = factories.CHANGES[kind.code]
    url = kind.url("edit", record.ref)

    def change(times):
        for number in range(times):
            client.post(url, form_data(client.get(url)) | {name: f"{first} {number} {times}"})

    change(2)
    few = counted(client, kind.url("history", record.ref))
    change(12)

    assert counted(client, kind.url("history", record.ref)) == few
