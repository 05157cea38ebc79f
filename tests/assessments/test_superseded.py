"""Duties read under an edition that is no longer the law: shown apart, and nowhere as overdue."""

import datetime
import re

import pytest
from django.test import Client

from assessments.classification.actions import classifications
from assessments.classification.documents import duty_words as words
from assessments.engine.obligations.superseded import moved, older_than
from assessments.obligations import dates, filters, reports, rows
from assessments.obligations.exposure import exposure
from assessments.overview import counting
from governance import days
from tests import sessions
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)
OLD = "2024-1689"


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


@pytest.fixture
def read_by_the_old(answered, ada):
    """A hiring tool whose duties began on 2 August 2026 by the law as published."""
    return classifications.choose_law(answered, actor=ada, edition=OLD, on=ON)


def states(record, ada):
    told = reports.of_use_case(record.use_case, actor=ada, on=ON)
    return {(item.owed.provision, item.owed.role): item.state for item in told}


def listed(ada, **asked):
    found = rows.joined(ada)
    if "due" in asked:
        found = filters.due(found, "due", asked["due"])
    if "state" in asked:
        found = filters.of_state(found, "status", [asked["state"]])
    return {(row.provision, row.role) for row in rows.read(found)}


def test_the_law_of_a_day_makes_the_earlier_editions_old():
    assert older_than(datetime.date(2026, 7, 20)) == ()
    assert older_than(ON) == (OLD,)


@pytest.mark.parametrize(
    ("bound", "on", "expected"),
    [
        (("Art. 26(1)", "high_risk_annex_iii"), "2026-11-24", True),
        (("Art. 26(1)", "high_risk_annex_iii"), "2027-12-02", False),
        (("Art. 26(1)", "high_risk_annex_i"), "2027-12-02", True),
        (("Art. 26(1)", "high_risk_annex_iii"), "2026-07-20", False),
        # Systems from before 2 August 2026 have until 2 December 2026 (Art. 111(4)).
        (("Art. 50(2)", "transparency"), "2026-11-24", True),
        (("Art. 50(2)", "transparency"), "2026-12-02", False),
        (("Art. 50(1)", "transparency"), "2026-11-24", False),
        (("Art. 53(1)(a)", "gpai"), "2026-11-24", False),
        (("Art. 4", "all"), "2026-11-24", False),
    ],
)
def test_a_day_is_moved_until_the_law_of_that_day_gives_it_too(bound, on, expected):
    """Art. 113 as amended by Regulation (EU) 2026/1744."""
    assert (bound in moved(OLD, datetime.date.fromisoformat(on))) == expected


def test_what_the_newer_edition_moved_is_not_overdue(read_by_the_old, ada):
    told = states(read_by_the_old, ada)

    assert told["Art. 26(1)", "deployer"] == words.SUPERSEDED
    assert listed(ada, state=words.SUPERSEDED) == {
        key for key, state in told.items() if state == words.SUPERSEDED
    }
    assert ("Art. 26(1)", "deployer") not in listed(ada, due="overdue")
    assert listed(ada, state=words.OPEN) == {
        key for key, state in told.items() if state == words.OPEN
    }


def test_read_by_the_law_of_the_day_it_applies_later(answered, ada):
    assert states(answered, ada)["Art. 26(1)", "deployer"] == words.LATER
    assert listed(ada, state=words.SUPERSEDED) == set()


def test_a_later_day_makes_it_overdue_again(read_by_the_old, ada, monkeypatch):
    late = datetime.date(2027, 12, 2)
    monkeypatch.setattr(days, "day_read", lambda: late)

    assert ("Art. 26(1)", "deployer") in listed(ada, due="overdue")


def test_overview_list_and_fines_agree(read_by_the_old, ada, client):
    counted, late = counting.duties(ada), counting.gaps(ada)

    assert late.get(("obligation.open", "late"), 0) == len(listed(ada, due="overdue"))
    assert counted.superseded == len(listed(ada, state=words.SUPERSEDED)) > 0
    fines = {item.fine.id: item for item in exposure(SYSTEM, on=ON, size=None) if item.fine}
    assert (fines["fine-operators"].applies_now, fines["fine-operators"].superseded) == (0, 1)
    page = text_of(client.get("/obligations/fines/"))
    assert "1 more by a superseded edition" in page
    assert "By a superseded edition" in text_of(client.get("/overview/"))
    assert "By a superseded edition" in text_of(client.get("/obligations/?status=superseded"))


def test_the_calendar_shows_no_day_that_the_law_moved(read_by_the_old, ada):
    since, until = datetime.date(2026, 7, 1), datetime.date(2026, 12, 31)

    coming = dates.coming(ada, since=since, until=until, with_law=False)

    assert "Art. 26" not in {each.about for each in coming}
    assert {each.sort for each in coming} <= {"plan"}


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())
