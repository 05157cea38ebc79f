"""Where a control is in place: a use case is named only to who reaches it."""

import csv
import io

import pytest
from django.test import Client

from controls.library.kinds import IMPLEMENTATION
from tests import factories, sessions
from tests.contract.test_reach_of_the_past import change
from tests.controls.proving import at_use_case

SECRET = "Plan of the layoffs"


@pytest.fixture
def held(people):
    """What holds at a use case at home, owned by somebody of another unit."""
    use_case = factories.use_case(people.home, name=SECRET)
    held = at_use_case(use_case, factories.control(people.top))
    change(held, owner=people.cleo)
    held.refresh_from_db()
    return held


def client_of(person):
    client = Client()
    sessions.begin(client, person)
    return client


@pytest.fixture
def outside(held, people):
    """A client of the owner, who does not reach the use case."""
    client = client_of(people.cleo)
    assert client.get(f"/use-cases/{held.use_case.ref}/").status_code == 404
    return client


def body(client, address):
    answer = client.get(address)
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_list_and_the_page_of_the_control_say_the_reference_alone(held, outside):
    addresses = ["/implementations/", f"/controls/{held.control.ref}/"]
    addresses += [f"/implementations/{held.ref}/", f"/implementations/{held.ref}/peek/"]

    for address in addresses:
        page = outside.get(address, headers={"HX-Request": "true"} if "peek" in address else {})
        assert page.status_code == 200
        assert SECRET not in page.content.decode(), address
        assert held.use_case.ref in page.content.decode(), address


def test_no_file_names_it(held, outside, people):
    assert SECRET not in body(client_of(people.ben), "/implementations/export.csv")
    told = list(csv.reader(io.StringIO(body(client_of(people.ben), "/implementations/export.csv"))))
    assert told[0][:3] == ["Reference", "Control", "In place at"]
    assert told[1][:3] == [held.ref, "Human oversight", held.use_case.ref]


def test_no_search_finds_by_its_name(held, outside):
    for word in ("layoffs", "nothing"):
        assert held.ref not in outside.get("/implementations/", {"q": word}).content.decode()
        assert held.ref not in outside.get("/search/", {"q": word}).content.decode()
    assert held.ref in outside.get("/implementations/", {"q": held.use_case.ref}).content.decode()


def test_who_reaches_it_reads_its_name(held, people):
    client = client_of(people.ben)

    assert SECRET in client.get("/implementations/").content.decode()
    assert SECRET in client.get(f"/controls/{held.control.ref}/").content.decode()
    assert IMPLEMENTATION.search == ("ref", "control__ref", "control__name", "use_case__ref")
