"""Places that people write, very many of them: each is read once and told once."""

import time
from itertools import product
from string import ascii_lowercase

from assessments.engine.obligations.states import PlacesOfUse, read_places


def test_very_many_places_cost_little():
    """Before, each was looked for among all that had been read: minutes for one use case."""
    words = ["".join(letters) for letters in product(ascii_lowercase, repeat=4)][:60_000]
    texts = [",".join(words[at : at + 60]) for at in range(0, len(words), 60)]
    began = time.process_time()

    found = read_places([*texts, *texts, "Germany, in Austria", "DE"])

    assert time.process_time() - began < 20
    assert found.states == ["DE", "AT"]
    assert len(found.unread) + len(found.unclear) > 50_000
    assert len(set(found.unread)) == len(found.unread)


def test_nothing_is_read_where_nothing_is_written():
    assert read_places(["", "  "]) == PlacesOfUse()
