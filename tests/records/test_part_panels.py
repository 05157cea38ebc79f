"""Parts of a record on its page: a table where it has the width, else each told by itself."""

import re
from dataclasses import replace

import pytest

from inventory.use_cases.kinds import USE_CASE
from records.actors import Actor
from records.panels import of_parts
from tests import factories

USE = {
    "title": "Rank letters",
    "affected": "Applicants",
    "decision": "Whom to invite",
    "places": "Lisbon",
}


@pytest.fixture
def rows():
    return USE_CASE.part_rows[0]


@pytest.fixture
def record(people):
    return factories.use_case(people.home, intended_uses=[USE, {"title": "Answer questions"}])


def test_parts_of_many_fields_stand_below_each_other(record, people, rows):
    html = of_parts(rows).body(record, Actor.of(people.ben))

    assert "<table" not in html
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", html) == ["Rank letters", "Answer questions"]
    first, second = html.split("</section>")[:2]
    assert re.findall(r"<dt>(.*?)</dt>", first) == [
        "Who is affected",
        "Which decision or outcome",
        "How autonomous",
        "Where",
    ]
    assert "Not given yet: People concerned a year" in first
    assert re.findall(r"<dt>(.*?)</dt>", second) == ["How autonomous"]


def test_parts_of_few_fields_stand_in_a_table(record, people, rows):
    few = replace(rows, names=rows.names[:4])

    html = of_parts(few).body(record, Actor.of(people.ben))

    assert "<h3" not in html
    assert html.count('scope="row"') == 2
    assert html.count('scope="col"') == 4


def test_headings_of_blocks_stand_below_the_heading_of_their_place(record, people, rows):
    html = of_parts(rows, level=4).body(record, Actor.of(people.ben))

    assert re.findall(r"<h(\d)", html) == ["4", "4"]


def test_no_parts_are_told_in_a_sentence(people, rows):
    record = factories.use_case(people.home, intended_uses=[])

    html = of_parts(rows).body(record, Actor.of(people.ben))

    assert "None recorded yet." in html
    assert "<section" not in html
