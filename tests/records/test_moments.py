"""A moment is read from the first that was recorded until now, wherever one can be said."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from governance.packs import actions as packs
from governance.packs.contents import collect
from governance.people.actions import people as actions
from records import kinds
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import RuleError
from records.models import Entry, Job
from tests import factories

FAULT = "until now: nothing else is recorded."
LONG_AGO = ("0001-01-01", "1899-12-31", "1900-01-01", "2020-01-01T10:00Z", "0001-01-01T00:00:00Z")


@pytest.fixture
def record(people):
    """A use case; everything began an hour ago at most."""
    return factories.use_case(people.home, owner=people.ada)


def pages(record):
    """Return the addresses that read records in different ways."""
    listed = [kind.url("list") for kind in kinds.every() if kind.url("list")]
    one = [f"/use-cases/{record.ref}/{page}" for page in ("", "history/", "record.json", "peek/")]
    api = ["/api/v1/use-cases/", f"/api/v1/use-cases/{record.ref}/", "/api/v1/obligations/"]
    more = ["/search/?q=triage", "/use-cases/export.csv", "/use-cases/export.json", "/obligations/"]
    return [*listed, *one, *api, *more]


@pytest.mark.parametrize("text", [*LONG_AGO, "9999-12-31", "2400-01-01T00:00Z"])
def test_every_page_refuses_a_moment_of_which_nothing_is_recorded(record, people, sign_in, text):
    client = sign_in(people.ben)

    answers = {url: client.get(url, {"as_of": text}).status_code for url in pages(record)}

    assert {url: status for url, status in answers.items() if status != 400} == {}


def test_page_and_api_say_from_when_on_there_is_something(record, people, sign_in):
    client = sign_in(people.ben)
    before = {"as_of": "2020-01-01"}

    page = client.get("/use-cases/", before).content.decode()
    api = client.get("/api/v1/use-cases/", before).json()

    assert FAULT in page
    assert (api["status"], api["type"]) == (400, "/problems/as-of")
    assert api["title"].startswith("Choose a moment from ")
    assert api["title"].endswith(FAULT)


def test_the_first_minute_and_this_very_moment_are_read(record, people, sign_in):
    client = sign_in(people.ben)
    first = Entry.objects.order_by("occurred_at")[0].occurred_at
    minute = first.replace(second=0, microsecond=0)

    def asked(moment):
        return client.get("/use-cases/", {"as_of": moment.isoformat()}).status_code

    assert asked(minute) == 200
    assert asked(minute - timedelta(microseconds=1)) == 400
    assert asked(timezone.now()) == 200
    assert asked(timezone.now() + timedelta(minutes=1)) == 400


def test_strangers_are_led_to_the_sign_in_and_told_nothing(record):
    page = Client().get("/use-cases/", {"as_of": "2020-01-01"})
    api = Client().get("/api/v1/use-cases/", {"as_of": "2020-01-01"})

    assert (page.status_code, page["Location"].split("?")[0]) == (302, "/accounts/login/")
    assert api.status_code == 401


@pytest.mark.django_db(transaction=True)
def test_a_token_is_told_as_its_person_is(people):
    _token, secret = actions.issue_token(
        people.ben, name="tests", needs=["view"], unit=people.home, actor=Actor.of(people.ben)
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    answer = client.get("/api/v1/use-cases/", {"as_of": "2020-01-01"})

    assert (answer.status_code, FAULT in answer.json()["title"]) == (400, True)


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2020-01-01", "9999-12-31"])
@pytest.mark.parametrize("hour", ["", "00:00", "23:59"])
def test_the_form_of_a_pack_refuses_it(record, people, sign_in, day, hour):
    page = sign_in(people.ben).get(f"/use-cases/{record.ref}/pack/", {"day": day, "hour": hour})

    assert page.status_code == 422
    assert FAULT in page.content.decode()


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"])
def test_no_pack_is_asked_for_or_made_of_it(record, people, sign_in, text):
    moment, actor = datetime.fromisoformat(text), Actor.of(people.ben)

    page = sign_in(people.ben).post(f"/use-cases/{record.ref}/pack/", {"moment": text}, follow=True)

    assert FAULT in page.content.decode()
    with pytest.raises(RuleError, match=FAULT):
        packs.request(record, moment=moment, actor=actor)
    with pytest.raises(RuleError, match=FAULT):
        collect(record, DocumentReading(actor, moment))
    assert not Job.objects.exists()


def test_commands_refuse_it(record, tmp_path):
    with pytest.raises(CommandError, match=FAULT):
        call_command("make_pack", record.ref, out=tmp_path / "pack.pdf", as_of="2020-01-01")
    with pytest.raises(CommandError, match=FAULT):
        call_command("coverage", framework="eu-ai-act", as_of="2020-01-01", stdout=StringIO())
    assert list(tmp_path.iterdir()) == []
