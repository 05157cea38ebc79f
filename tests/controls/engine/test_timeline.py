"""The picture of a law's dates: places along the axis, none over another."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from controls.frameworks.engine.timeline import GAP, MARGIN, WIDTH, Axis, stack

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(st.lists(DAYS, min_size=1))
def test_every_day_stands_on_the_axis_in_order(days):
    axis = Axis.over(days)
    places = [axis.at(day) for day in sorted(days)]

    assert places == sorted(places)
    assert places[0] >= MARGIN
    assert places[-1] <= WIDTH - MARGIN


@given(st.lists(st.integers(0, 900), max_size=40).map(sorted))
def test_no_two_signs_touch(places):
    rows = stack(places)

    for row in set(rows):
        line = [place for place, at in zip(places, rows, strict=True) if at == row]
        assert all(b - a >= GAP for a, b in pairwise(line))


def test_signs_far_apart_stand_in_one_row():
    assert stack([0, GAP, 2 * GAP]) == [0, 0, 0]
    assert stack([0, 1, GAP]) == [0, 1, 0]
