"""What every request carries: the zone, the moment, the key, and how refusals are told."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from governance.people.actions import people as actions
from records.actors import Actor
from records.errors import Refused, RuleError
from records.history.moments import parse_moment
from records.requests import refusals
from records.requests.middleware import zone_of

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def in_brussels():
    with timezone.override("Europe/Brussels"), time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-14", datetime(2026, 3, 14, 22, 59, 59, 999999, tzinfo=UTC)),
        ("2026-03-20", NOW),
        ("2026-03-14T10:00", datetime(2026, 3, 14, 9, 0, tzinfo=UTC)),
        ("2026-03-14T10:00Z", datetime(2026, 3, 14, 10, 0, tzinfo=UTC)),
        ("2026-03-14T10:00 02:00", datetime(2026, 3, 14, 8, 0, tzinfo=UTC)),
        ("2026-03-21", None),
        ("2026-03-20T12:00:01Z", None),
        ("2026-02-30", None),
        ("yesterday", None),
        ("0001-01-01T00:00+23:00", None),
        ("", None),
    ],
)
def test_a_moment_is_read_in_the_zone_of_the_reader(in_brussels, text, moment):
    assert parse_moment(text) == moment


def test_a_person_sees_times_in_their_own_zone(people, settings):
    people.ada.time_zone = "Asia/Tokyo"
    people.ben.time_zone = "Nowhere/At-all"

    assert str(zone_of(people.ada)) == "Asia/Tokyo"
    assert str(zone_of(people.ben)) == settings.ORGANISATION_TIME_ZONE
    assert str(zone_of(None)) == settings.ORGANISATION_TIME_ZONE


def test_htmx_leads_the_whole_window_to_the_sign_in(db):
    answer = Client().get("/jobs/", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=/jobs/"


@pytest.mark.django_db(transaction=True)
def test_a_program_reads_the_past_with_its_first_request(people):
    _token, secret = actions.issue_token(
        people.ben, name="tests", needs=["view"], unit=people.home, actor=Actor.of(people.ben)
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    then = timezone.now().isoformat()

    known = client.get("/api/v1/use-cases/", {"as_of": then})
    unknown = Client(headers={"Authorization": "Bearer cs_no"}).get(
        "/api/v1/use-cases/", {"as_of": then}
    )

    assert (known.status_code, unknown.status_code) == (200, 401)
    assert people.ben.tokens.get().last_used_at is not None


def request_of(method="get", **headers):
    request = getattr(RequestFactory(), method)("/somewhere/", headers=headers)
    request.user, request.session, request._messages = None, {}, Said()
    return request


class Said(list):
    def add(self, _level, text, _tags=""):
        self.append(str(text))


def test_a_refusal_is_a_page_in_words():
    answer = refusals.answer(request_of(), Refused("You may not archive UC-0001."))

    assert answer.status_code == 403
    assert "You may not archive UC-0001." in answer.content.decode()


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/use-cases/", "http://testserver/use-cases/"),
        ("http://evil.example/", "/"),
        ("http://testserver/somewhere/", "/"),
        ("", "/"),
    ],
)
def test_a_rule_is_told_where_the_person_came_from(came_from, leads_to):
    request = request_of(referer=came_from)

    answer = refusals.answer(request, RuleError("It is retired."))

    assert (answer.status_code, answer["Location"]) == (302, leads_to)
    assert request._messages == ["It is retired."]


def test_what_is_no_refusal_stays_an_error():
    assert refusals.answer(request_of(), ValueError("a defect")) is None
