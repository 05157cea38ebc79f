"""What has not begun owes nothing yet: told the same by rows, lists, counts and checks."""

import datetime

import pytest
from django.test import Client

from assessments.classification.documents import duty_words as words
from assessments.obligations import checks, filters, organisation, reports, rows
from assessments.obligations.exposure import exposure
from assessments.obligations.views.obligation_frame import day_cell
from assessments.overview import counting
from governance.gaps.within import Within
from inventory.use_cases.choices import Lifecycle
from tests import sessions
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)
BEFORE = datetime.date(2026, 11, 1)
AFTER = datetime.date(2027, 3, 1)
MODEL = {"S1": "model", "G1": "yes", "G1p": "yes", "G2c": "own", "G6": "no"}
BANNED = {"P_C1": "yes", "P_C2": "yes"}


def overdue():
    late = {("obligation.breached", "breach"), ("obligation.open", "late")}
    return sum(number for key, number in counting.gaps(SYSTEM).items() if key in late)


def states(record):
    told = reports.of_use_case(record.use_case, actor=SYSTEM, on=ON)
    return {item.owed.provision: item.state for item in told}


def listed(state):
    found = rows.joined(SYSTEM).filter(filters.of_states()[state])
    return {row.provision for row in rows.read(found)}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"lifecycle": "idea"}, words.AWAITED),
        ({"lifecycle": "development"}, words.AWAITED),
        ({"lifecycle": "testing"}, words.AWAITED),
        ({"lifecycle": "testing", "placed_on_market_on": AFTER}, words.AWAITED),
        ({"lifecycle": "testing", "placed_on_market_on": BEFORE}, words.OPEN),
        ({"lifecycle": "testing", "in_service_on": BEFORE}, words.OPEN),
        ({"lifecycle": "in_use"}, words.OPEN),
        ({"lifecycle": "paused"}, words.OPEN),
        ({"lifecycle": "retired"}, words.OPEN),
    ],
)
def test_a_model_owes_from_its_placing_on_the_market(classified, known, expected):
    """Art. 3(3), 53: a provider is who places on the market; every other stage has begun."""
    record = classified(MODEL, **known)

    assert states(record)["Art. 53(1)(a)"] == expected
    assert ("Art. 53(1)(a)" in listed(words.AWAITED)) is (expected == words.AWAITED)
    assert ("Art. 53(1)(a)" in listed(words.OPEN)) is (expected == words.OPEN)


def test_an_answer_that_it_was_on_the_market_counts_more_than_the_stage(classified):
    record = classified({**MODEL, "G6": "yes"}, lifecycle="testing")

    assert words.AWAITED not in states(record).values()


def test_what_is_asked_before_the_market_does_not_wait(classified):
    """Art. 52(1): two weeks after it is known that the threshold will be met."""
    record = classified({**MODEL, "G4": "yes"}, lifecycle="testing")

    found = states(record)

    assert found["Art. 52(1)"] == words.OPEN
    assert found["Art. 53(1)(a)"] == words.AWAITED


def test_an_idea_does_not_break_a_ban(classified, people):
    record = classified({"R2": "yes", **BANNED}, lifecycle="idea")

    assert states(record)["Art. 5(1)(c)"] == words.WOULD_BREACH
    assert listed(words.WOULD_BREACH) == {"Art. 5(1)(c)"}
    assert listed(words.BREACHED) == set()


def test_a_use_that_goes_on_breaks_it(classified):
    record = classified({"R2": "yes", **BANNED}, lifecycle="in_use")

    assert states(record)["Art. 5(1)(c)"] == words.BREACHED
    assert listed(words.WOULD_BREACH) == set()


@pytest.mark.parametrize("answers", [MODEL, {"R2": "yes", **BANNED}])
def test_what_has_not_begun_is_overdue_nowhere(classified, answers):
    classified(answers, lifecycle=Lifecycle.TESTING)

    assert overdue() == 0
    assert not filters.due(rows.joined(SYSTEM), "due", "overdue").exists()
    assert {item.applies_now for item in exposure(SYSTEM, on=ON, size=None)} == {0}


def test_what_goes_on_is_overdue(classified):
    classified(MODEL, lifecycle=Lifecycle.IN_USE)

    found = {row.provision for row in rows.read(rows.joined(SYSTEM))}
    assert overdue() == len(found)


def test_gaps_name_only_what_has_begun(classified):
    idea = classified({"R2": "yes", **BANNED}, lifecycle="idea")
    going = classified({"R2": "yes", **BANNED}, lifecycle="in_use")
    check = next(each for each in checks.CHECKS if each.code == "obligation.breached")
    within = Within(actor=SYSTEM, day=ON)

    found = check.lacking(check.among(within), within)

    assert {each.use_case_id for each in found} == {going.use_case_id}
    assert idea.use_case_id != going.use_case_id


def test_the_organisation_owes_once_one_use_has_begun(classified):
    classified({"R2": "yes"}, lifecycle="idea")
    (before,) = organisation.tell(actor=SYSTEM, on=ON)
    classified({"R2": "yes"}, lifecycle="in_use")
    (after,) = organisation.tell(actor=SYSTEM, on=ON)

    assert (before.state, after.state) == (words.AWAITED, words.OPEN)


def test_a_doubt_about_one_system_is_none_of_a_duty_that_another_brings(classified):
    """Art. 111(2) may spare a system that was there before; Art. 4(1) binds through any other."""
    legacy = {
        "R2": "yes",
        "H_AREA": ["4"],
        "H4a": "yes",
        "F_PROF": "yes",
        "H_LEG": "yes",
        "H_CHG": "no",
        "H_PUB": "no",
    }
    classified(legacy, lifecycle="in_use")
    (doubted,) = (each for each in organisation.tell(actor=SYSTEM, on=ON))
    classified({"R2": "yes"}, lifecycle="in_use")
    (certain,) = (each for each in organisation.tell(actor=SYSTEM, on=ON))

    assert doubted.uncertain_why != ""
    assert (certain.cases, certain.uncertain_why) == (2, "")
    assert certain.as_json()["uncertain"] is False


def test_page_and_list_tell_the_same_doubt(classified, people):
    """A transition settles the day that the letter of Art. 113 leaves open, on both."""
    legacy = {
        "R1": "yes",
        "H_AREA": ["4"],
        "H4a": "yes",
        "F_PROF": "yes",
        "H_LEG": "yes",
        "H_CHG": "no",
        "H_PUB": "no",
    }
    record = classified(legacy, lifecycle="in_use")
    client = Client()
    sessions.begin(client, people.ada)
    told = reports.of_use_case(record.use_case, actor=SYSTEM, on=ON)

    (report,) = (item.owed for item in told if item.owed.provision == "Art. 73(2)")
    page = client.get(f"/obligations/{record.use_case.ref}/art-73-2/provider/")

    assert report.uncertain_why == ""
    assert page.status_code == 200
    assert page.context["doubts"] == []
    assert "Not settled" not in report.why


@pytest.mark.parametrize(("stage", "told"), [("testing", True), ("in_use", False)])
def test_days_since_are_not_counted_before_the_use_begins(classified, stage, told):
    record = classified(MODEL, lifecycle=stage)
    rows_told = reports.of_use_case(record.use_case, actor=SYSTEM, on=ON)

    (owed,) = (item.owed for item in rows_told if item.owed.provision == "Art. 53(1)(a)")

    cell = day_cell(owed)
    assert cell[0] == datetime.date(2025, 8, 2)
    assert (cell[1] == "once it begins") is told
