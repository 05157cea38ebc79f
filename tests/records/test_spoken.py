"""Days of the data as sentences say them."""

import pytest

from records.wording import in_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It binds from 2027-12-02.", "It binds from 2 December 2027."),
        ("(since 2026-07-27)", "(since 27 July 2026)"),
        ("No later than 2026-13-45", "No later than 2026-13-45"),
        ("See data/html_2026-07-08.html", "See data/html_2026-07-08.html"),
        ("tl-2026-07-27-in-force", "tl-2026-07-27-in-force"),
        ("Regulation (EU) 2026/1744", "Regulation (EU) 2026/1744"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_day_is_said_in_words_and_nothing_else_is_touched(text, said):
    assert in_words(text) == said
