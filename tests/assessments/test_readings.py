"""Where the law is unclear: every point that is marked stands on one page, by edition."""

import json

import pytest
from django.test import Client

from assessments.engine.effects import load_act
from assessments.engine.obligations.declared import load_declared
from assessments.engine.readings import DAY, DUTY, QUESTION, open_readings
from controls.frameworks.loading import load_edition
from tests import sessions
from tests.assessments.engine.golden import EDITIONS

PAGE = "/obligations/readings/"
TESTS_BEFORE_THE_MARKET = "Chapter VI keeps the general date"


def points(edition):
    return open_readings(load_act(), load_declared(), load_edition("eu-ai-act", edition))


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.vera)
    return made


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_point_that_is_marked_stands_there_once_with_its_place(edition):
    found = points(edition)

    marked = {each.id for each in load_act().questionnaire.questions if each.uncertain_why}
    assert {name for each in found if each.sort == QUESTION for name in each.questions} == marked
    assert len({(each.sort, each.why) for each in found}) == len(found)
    assert all(each.citation for each in found)
    assert [each.why for each in found if not (each.why[0].isupper() and each.why[-1] == ".")] == []
    assert not any("{" in each.why for each in found)


def test_a_point_stands_in_the_editions_whose_text_leaves_it_open():
    told = {
        edition: [each for each in points(edition) if TESTS_BEFORE_THE_MARKET in each.why]
        for edition in EDITIONS
    }

    assert told["2024-1689"] == []
    (point,) = told["2026-1744"]
    assert (point.sort, point.citation) == (DUTY, "Art. 113(c)")
    assert "Art. 60(4)" in point.provisions


def test_two_days_of_two_lists_are_told_with_the_days_of_the_edition():
    (point,) = [each for each in points("2024-1689") if "on both lists" in each.why]

    assert point.sort == DAY
    assert "2 August 2026 for one and 2 August 2027 for the other" in point.why


def test_the_page_tells_the_point_what_is_done_and_what_rests_on_it(client):
    page = client.get(PAGE, {"q": "does not part the importer"})

    (row,) = page.context["rows"]
    assert row.cells[0].label == "Art. 3(6), 23, 25(1)"
    assert str(row.cells[2]) == "We list the duty"
    assert "Art. 23" in str(row.cells[3])


def test_a_file_holds_the_points_as_the_page_is_narrowed(client):
    answer = client.get(f"{PAGE}export.json", {"q": "does not part the importer"})

    told = json.loads(b"".join(answer.streaming_content))
    assert told["edition"] == "2026-1744"
    assert [row["citation"] for row in told["records"]] == ["Art. 3(6), 23, 25(1)"]


def test_a_result_leads_to_the_readings_of_its_edition(answered, client):
    page = client.get(f"/classifications/{answered.ref}/").content.decode()

    assert f"{PAGE}?edition=2026-1744" in page
