"""Rows of a list: cut into pages, walked through set by set."""

import pytest

from records.lists.rows import SequenceRows

LETTERS = SequenceRows("abcdefg")


@pytest.mark.parametrize(
    ("asked", "number", "items"),
    [(1, 1, "abc"), (3, 3, "g"), (9, 3, "g"), (0, 1, "abc")],
    ids=["first", "last", "too_far", "nonsense"],
)
def test_a_page_that_there_is_is_shown(asked, number, items):
    page = LETTERS.page(asked, 3)

    assert (page.number, "".join(page.items), page.count) == (number, items, 7)


def test_nothing_has_one_empty_page():
    page = SequenceRows([]).page(4, 3)

    assert (page.number, list(page.items), page.count) == (1, [], 0)


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_every_row_is_walked_through_once_in_order(size, monkeypatch):
    monkeypatch.setattr(SequenceRows, "at_a_time", size)

    assert "".join(LETTERS.every()) == "abcdefg"
