"""The page of coverage: figures with the lists behind them, places, derived, files."""

import pytest
from django.test import Client

from governance.people.actions import people as people_actions
from governance.rules import Role
from tests import factories, sessions
from tests.controls.proving import CARPETS, QUIET, STANDARD, at_use_case, claiming, proved
from tests.people import SYSTEM

URL = "/frameworks/house-law/2030/coverage/"


def client_of(person):
    client = Client()
    sessions.begin(client, person)
    return client


@pytest.fixture
def covered(people, law):
    """One provision with evidence, another one derived from the standard."""
    proved(factories.implementation(people.home, of=claiming(people.top)))
    factories.implementation(people.home, of=claiming(people.top, STANDARD, CARPETS, name="Felt"))


def rows(page):
    return {
        row.code: [mark.code for mark in row.marks]
        for chapter in page.context["chapters"]
        for row in chapter.rows
    }


def test_three_layers_stand_side_by_side(people, covered):
    page = client_of(people.ada).get(URL)

    bars = [(bar.direct, bar.derived, bar.whole) for bar in page.context["bars"]]
    assert bars == [(1, 0, 2), (1, 0, 2), (0, 0, 2)]
    assert rows(page) == {QUIET: ["yes", "yes", "no"], "Annex I.1": ["no", "no", "no"]}


def test_each_number_leads_to_its_list(people, covered):
    client = client_of(people.ada)
    page = client.get(URL)

    behind = client.get(page.context["bars"][0].url.partition("#")[0])
    still_open = client.get(page.context["open_links"][0].url)

    assert list(rows(behind)) == [QUIET]
    assert list(rows(still_open)) == ["Annex I.1"]


def test_derived_is_marked_and_counted_apart(people, law):
    factories.implementation(people.home, of=claiming(people.top, STANDARD, CARPETS))

    page = client_of(people.ada).get(URL, {"show": "derived"})

    assert [(bar.direct, bar.derived) for bar in page.context["bars"]] == [(0, 1), (0, 0), (0, 0)]
    assert rows(page) == {QUIET: ["derived", "no", "no"]}


def test_a_place_out_of_reach_is_not_found(people, covered):
    client = client_of(people.ada)

    assert client.get(URL, {"scope": people.home.ref}).status_code == 200
    assert client.get(URL, {"scope": people.away.ref}).status_code == 404
    assert client.get(URL, {"scope": "UC-9999"}).status_code == 404


def test_the_file_says_what_the_page_says(people, covered):
    answer = client_of(people.ada).get(f"{URL.removesuffix('/')}.csv", {"show": "recorded"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Art. 1(1),Keep quiet at night,in full,in full,open,CT-")


def test_a_viewer_takes_no_file_out(people, covered):
    viewer = people_actions.add_person(
        name="Vic Viewer", email="vic@example.org", unit=people.home, actor=SYSTEM
    )
    people_actions.appoint(viewer, role=Role.VIEWER, unit=people.home, actor=SYSTEM)

    assert client_of(viewer).get(f"{URL.removesuffix('/')}.csv").status_code == 403


def test_the_provision_shows_controls_and_evidence(people, covered):
    page = client_of(people.ada).get("/frameworks/house-law/2030/art-1-1/").content.decode()

    assert "Our controls and evidence" in page
    assert "Human oversight" in page
    assert "evidence EV-" in page


def test_the_use_case_shows_its_own_controls(people, law):
    use_case = factories.use_case(people.home)
    one = at_use_case(use_case, claiming(people.top))

    page = client_of(people.ada).get(f"/use-cases/{use_case.ref}/").content.decode()

    assert one.ref in page
    assert f"{URL}?scope={use_case.ref}" in page


def test_one_page_tells_every_framework_in_force_at_a_place(people, covered):
    client = client_of(people.ada)

    page = client.get("/coverage/", {"scope": people.home.ref})

    told = {item.title: item for item in page.context["coverage"]}
    assert list(told) == ["House law", "House standard"]
    assert [(bar.direct, bar.derived) for bar in told["House law"].bars] == [(1, 0), (1, 0), (0, 0)]
    assert told["House law"].url == f"{URL}?scope={people.home.ref}"
    behind = client.get(told["House law"].bars[0].url)
    assert list(rows(behind)) == [QUIET]
    assert 'href="/coverage/"' in page.content.decode()


def test_the_page_of_every_framework_refuses_a_place_out_of_reach(people, covered):
    client = client_of(people.ada)

    assert client.get("/coverage/", {"scope": people.away.ref}).status_code == 404
    assert client.get("/coverage/", {"scope": "x" * 40}).status_code == 200


def test_the_page_of_every_framework_stays_within_its_queries(
    people, covered, django_assert_max_num_queries
):
    client = client_of(people.ada)
    client.get("/coverage/")

    with django_assert_max_num_queries(20):
        client.get("/coverage/")
