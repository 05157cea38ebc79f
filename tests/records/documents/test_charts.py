"""Charts: every number is drawn and told, and parts differ without colour."""

import re
from xml.etree import ElementTree

import pytest

from records.documents.charts import WIDTH, ChartBar, stacked_bars

SVG = "{http://www.w3.org/2000/svg}"
BARS = [ChartBar("High-risk", [3, 0, 1]), ChartBar("Minimal & <small>", [0, 2, 0])]
PARTS = ["Signed", "Stale", "Unsigned"]


def drawn(*given):
    return ElementTree.fromstring(stacked_bars(*given))  # noqa: S314 - our own


def test_the_title_tells_all_numbers_to_who_cannot_see_them():
    told = drawn("Classes", PARTS, BARS).findtext(f"{SVG}title")

    assert told == "Classes: High-risk: Signed 3, Unsigned 1; Minimal & <small>: Stale 2"


def test_each_part_and_each_sum_is_drawn_once_within_the_width():
    chart = drawn("Classes", PARTS, BARS)

    words = [text.text for text in chart.iter(f"{SVG}text")]
    assert words == [*PARTS, "High-risk", "3", "1", "4", "Minimal & <small>", "2", "2"]
    starts = [float(found) for path in chart.iter(f"{SVG}path")
              for found in re.findall(r"M([\d.]+)", path.get("d"))]  # fmt: skip
    assert max(starts) <= WIDTH


def test_one_part_alone_has_no_legend():
    words = [text.text for text in drawn("Due", ["Due"], [ChartBar("Now", [7])]).iter(f"{SVG}text")]

    assert words == ["Now", "7"]


@pytest.mark.parametrize("bars", [[], [ChartBar("Nothing", [0, 0, 0])]])
def test_nothing_to_count_draws_nothing(bars):
    assert stacked_bars("Classes", PARTS, bars) == ""


def test_a_long_name_is_cut_and_told_whole():
    name = "A unit with a name that goes on and on until nobody reads it any more"
    chart = drawn("Open", ["Open"], [ChartBar(name, [1])])

    assert name in chart.findtext(f"{SVG}title")
    assert next(chart.iter(f"{SVG}text")).text.endswith("…")
