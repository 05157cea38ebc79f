"""Requests nobody meant to send end in a sentence, and change nothing."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import UseCase
from records.models import Entry
from tests import factories
from tests.contract.conftest import as_person  # noqa: F401 - a fixture


@pytest.fixture
def ben(people, as_person):  # noqa: F811
    """The compliance officer at home; a server error is an answer here, not an exception."""
    client = as_person(people.ben)
    client.raise_request_exception = False
    return client


def send(client, address, body, **headers):
    """Send a body of JSON, written out already where it is text."""
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    sent = {"Idempotency-Key": uuid4().hex, **headers}
    return client.post(f"/api/v1/{address}/", data, content_type="application/json", headers=sent)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        pytest.param({"seen": "abc", "reason": "x"}, {"seen"}, id="seen of another type"),
        pytest.param({"seen": [1], "reason": "x"}, {"seen"}, id="seen as a list"),
        pytest.param({"seen": 1, "reason": {"a": 1}}, {"reason"}, id="reason as object"),
        pytest.param({"reason": True}, {"reason"}, id="reason as a truth"),
        pytest.param({"reason": None}, {"reason"}, id="no reason"),
        pytest.param({"reason": "x", "colour": "red"}, {"colour"}, id="unknown"),
        pytest.param([1], {"non_field_errors"}, id="a list"),
        pytest.param("null", {"non_field_errors"}, id="nothing"),
        pytest.param('"text"', {"non_field_errors"}, id="a text"),
    ],
)
def test_an_action_takes_only_what_it_describes(people, ben, body, errors):
    case = factories.use_case(people.home)

    answer = send(ben, f"use-cases/{case.ref}/archive", body)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, errors)
    assert UseCase.objects.get().archived_at is None


@pytest.mark.parametrize(
    ("action", "body", "errors"),
    [
        pytest.param("law", {"on": 1, "edition": "2026-1744"}, {"on"}, id="a number for a day"),
        pytest.param("law", {"on": ["2026-01-01"], "edition": 3}, {"on"}, id="a list for a day"),
        pytest.param("answers", {"answers": 5}, {"answers"}, id="answers as a number"),
        pytest.param("answers", {"answers": ["a"]}, {"answers"}, id="answers as a list"),
        pytest.param("answers", {"answers": "[[[["}, {"answers"}, id="answers as text"),
    ],
)
def test_a_classification_takes_only_what_it_describes(people, ben, action, body, errors):
    held = factories.classification(people.home)
    before = Entry.objects.count()

    answer = send(ben, f"classifications/{held.ref}/{action}", body)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, errors), answer.json()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        pytest.param("[" * 20_000, "nested deeper than 32 levels", id="deep"),
        pytest.param('{"reason": "a", "reason": "b"}', "“reason” stands twice", id="twice"),
        pytest.param('{"reason": "\\ud800"}', "“reason” holds half of a surrogate", id="half"),
        pytest.param('{"reason": NaN}', "NaN is no number", id="nan"),
        pytest.param("{", "This is not JSON", id="cut off"),
    ],
)
def test_a_body_is_bounded_before_it_is_parsed(people, ben, body, sentence):
    case = factories.use_case(people.home)

    answer = send(ben, f"use-cases/{case.ref}/archive", body)

    assert answer.status_code == 400
    assert sentence in answer.json()["title"]
    assert UseCase.objects.get().archived_at is None


def test_a_body_is_as_large_as_its_address_takes(people, ben):
    case, held = factories.use_case(people.home), factories.some_evidence(people.home)
    text = "x" * (6 * 1024 * 1024)
    file = base64.b64encode(text.encode()).decode()

    refused = send(ben, f"use-cases/{case.ref}/archive", {"reason": text})
    taken = send(ben, f"evidence/{held.ref}/take", {"file": file, "collected_on": "2026-01-02"})

    assert (refused.status_code, refused.json()["title"]) == (
        413,
        "The body is larger than 5 MiB. Send less.",
    )
    assert taken.status_code == 200, taken.json()


@pytest.mark.parametrize("offset", ["%2B23:59", "-23:59", "%2B16:00"])
def test_a_moment_lies_in_a_zone_that_there_is(people, ben, offset):
    now = timezone.now().replace(tzinfo=None)
    farthest = (now + timedelta(hours=15, minutes=59)).isoformat() + "%2B15:59"
    for address in ("/editions/", "/api/v1/use-cases/"):
        answer = ben.get(f"{address}?as_of={now.isoformat()}{offset}")

        assert answer.status_code == 400
        assert "takes a day" in answer.content.decode()
    assert ben.get(f"/editions/?as_of={farthest}").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30", "\u0662"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/obligations/calendar/?since=", 200, id="calendar"),
        pytest.param("/api/v1/obligations/organisation/?on=", 400, id="api"),
    ],
)
def test_a_day_far_off_is_none(people, ben, address, status, day):
    assert ben.get(address + day).status_code == status


def test_numbers_of_many_digits_are_no_versions(people, ben):
    case = factories.use_case(people.home)
    many = "9" * 5_000

    answers = [
        ben.get(f"/use-cases/{case.ref}/history/", {"from": many, "to": "1"}),
        ben.get(f"/use-cases/{case.ref}/history/1..{many}/"),
        ben.get(f"/use-cases/{case.ref}/history/", {"page": many}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 200]


def test_a_framework_is_described_by_bounded_json(people, as_person):  # noqa: F811
    client: Client = as_person(people.adam)
    client.raise_request_exception = False

    answer = client.post(
        "/api/v1/framework-files/",
        {"file": "", "unit": people.top.ref, "details": "[" * 20_000},
        headers={"Idempotency-Key": "k"},
    )

    assert answer.status_code == 400
    assert answer.json()["errors"]["details"] == [
        "The JSON is nested deeper than 32 levels. Flatten it."
    ]
