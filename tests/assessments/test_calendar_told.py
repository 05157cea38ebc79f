"""The calendar of our duties: none that a ban sets aside, each condition and day by the letter."""

import datetime

from assessments.obligations import dates
from assessments.obligations.views.calendar import rows_of, summary
from tests.people import SYSTEM

SINCE, UNTIL = datetime.date(2026, 11, 24), datetime.date(2030, 12, 31)
DUTIES_START = datetime.date(2027, 12, 2)
HIRING = {"R2": "yes", "H_AREA": ["4"], "H4a": "yes", "F_PROF": "yes", "H_LEG": "no"}
LEGACY = {**HIRING, "H_LEG": "yes", "H_CHG": "yes"}
BANNED = {**HIRING, "P_C1": "yes", "P_C2": "yes"}


def told(day=DUTIES_START):
    found = dates.coming(SYSTEM, since=SINCE, until=UNTIL, with_law=False)
    return [summary(item) for item in found if item.day == day]


def test_what_a_ban_sets_aside_is_no_day_to_come(classified):
    classified(BANNED, lifecycle="in_use")

    assert told() == []


def test_a_duty_that_waits_for_a_change_of_design_says_so(classified):
    classified(LEGACY, lifecycle="in_use")

    assert (
        "Duty under Art. 26 applies (1 use case), at the earliest, once the design changes "
        "significantly (Art. 111(2))"
    ) in told()
    assert not [each for each in told() if each.endswith("applies (1 use case)")]


def test_a_duty_names_its_day_by_the_letter(classified):
    classified(HIRING, lifecycle="in_use")

    assert "Duty under Art. 26 applies (1 use case)" in told()
    assert "Duty under Art. 86 applies (1 use case), by the letter 2 Aug 2026" in told()


def test_systems_that_wait_are_counted_apart(classified):
    classified(HIRING, lifecycle="in_use")
    classified(LEGACY, lifecycle="in_use")

    of_26 = [each for each in told() if each.startswith("Duty under Art. 26 ")]

    plain = "Duty under Art. 26 applies (1 use case)"
    after = "at the earliest, once the design changes significantly (Art. 111(2))"
    assert of_26 == [plain, f"{plain}, {after}"]


def test_articles_share_a_row_only_where_they_apply_alike(classified):
    classified(HIRING, lifecycle="in_use")
    found = dates.coming(SYSTEM, since=DUTIES_START, until=DUTIES_START, with_law=False)

    shown = [row.cells[1][0] for row in rows_of(found)]

    waits = [each.partition("), ")[2] for each in shown if "86" in each]
    assert waits == ["by the letter 2 Aug 2026"]
