"""Every list as a file: exactly what is listed, for those who may take it out."""

import csv
import io
import json

import openpyxl
import pytest

from records.actors import Actor
from tests import factories, snapshots


def read(client, kind, file_format, query=""):
    answer = client.get(kind.url("export", file_format) + query)
    return answer, b"".join(answer.streaming_content) if answer.status_code == 200 else b""


def references(kind, file_format, body):
    """Return the references that a file lists."""
    if file_format == "json":
        return [row["ref"] for row in json.loads(body)["records"]]
    if file_format == "csv":
        return [row[0] for row in list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]]
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture
@snapshots.put_back
def several(kind, people):
    """One record away and then three at home; those at home."""
    factories.make(kind, people.away)
    return [factories.make(kind, people.home) for _number in range(3)]


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_a_list_is_exported_as_filtered(kind, several, client, keeper, file_format):
    first, second, third = several
    reachable = kind.queryset(Actor.of(keeper), "export").current().order_by("-id")

    _answer, everything = read(client, kind, file_format)
    _answer, filtered = read(client, kind, file_format, f"?q={second.ref}&sort=ref")

    found = references(kind, file_format, everything)
    assert found == list(reachable.values_list("ref", flat=True))
    assert found[:3] == [third.ref, second.ref, first.ref]
    assert references(kind, file_format, filtered) == [second.ref]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_every_column_is_in_the_file_unless_some_are_chosen(kind, record, client, file_format):
    key = kind.all_columns[1].key

    _answer, whole = read(client, kind, file_format)
    _answer, chosen = read(client, kind, file_format, f"?columns={key}")

    labels = [str(column.label) for column in kind.all_columns if column.key != "ref"]
    assert headings(file_format, whole) == ["Reference", *labels]
    assert headings(file_format, chosen) == ["Reference", str(kind.all_columns[1].label)]


def headings(file_format, body):
    if file_format == "csv":
        return next(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    return [cell.value for cell in sheet[1]]


def test_a_filter_that_cannot_be_read_gives_no_file(kind, record, client):
    answer, _body = read(client, kind, "csv", "?archived=perhaps")

    assert answer.status_code == 400


def test_who_may_only_look_gets_no_file(kind, record, people, as_person):
    from governance.people.actions import people as actions
    from governance.rules import Role
    from tests.people import SYSTEM

    viewer = actions.add_person(name="Vic", email="vic@example.org", unit=people.home, actor=SYSTEM)
    actions.appoint(viewer, role=Role.VIEWER, unit=people.home, actor=SYSTEM)
    client = as_person(viewer)

    assert client.get(kind.url("detail", record.ref)).status_code == 200
    assert not client.get(kind.url("list")).context.get("exports")
    for file_format in ("csv", "xlsx", "json"):
        assert client.get(kind.url("export", file_format)).status_code == 403
