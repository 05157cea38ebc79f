"""How long evidence stays current, by each rule."""

from datetime import date, timedelta

import pytest

from controls.evidence.rules import COLLECTED, COVERED, FOREVER, STANDING, RevisionDays, span

TAKEN = RevisionDays(date(2026, 3, 1))
QUARTER = RevisionDays(date(2026, 3, 15), date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("rule", "days", "taken", "expected"),
    [
        pytest.param(COLLECTED, 30, TAKEN, (date(2026, 3, 1), date(2026, 3, 31)), id="collected"),
        pytest.param(COLLECTED, 0, TAKEN, (date(2026, 3, 1), date(2026, 3, 1)), id="one day"),
        pytest.param(STANDING, 0, TAKEN, (date(2026, 3, 1), FOREVER), id="for good"),
        pytest.param(COVERED, 0, QUARTER, (date(2026, 3, 15), date(2026, 3, 31)), id="period"),
        pytest.param(COVERED, 90, QUARTER, (date(2026, 3, 15), date(2026, 6, 29)), id="and after"),
        pytest.param(COVERED, 90, TAKEN, None, id="covers nothing"),
    ],
)
def test_each_rule_gives_the_first_and_the_last_day(rule, days, taken, expected):
    assert span(rule, days, taken) == expected


def test_what_was_collected_after_its_time_was_over_is_never_current():
    late = RevisionDays(date(2026, 7, 1), date(2026, 1, 1), date(2026, 3, 31))

    assert span(COVERED, 30, late) is None


def test_evidence_for_a_coming_period_counts_from_its_first_day():
    ahead = RevisionDays(date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 30))

    assert span(COVERED, 0, ahead) == (date(2026, 4, 1), date(2026, 6, 30))


def test_a_day_beyond_the_calendar_has_no_end():
    last = RevisionDays(FOREVER - timedelta(days=1))

    assert span(COLLECTED, 30, last) == (last.collected_on, FOREVER)
