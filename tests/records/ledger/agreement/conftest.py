"""The history that is attacked."""

import pytest

from tests import snapshots
from tests.records.ledger.agreement.history import make_history


@pytest.fixture
def history(db):
    """A history of every kind of record, which nobody touched."""
    return snapshots.made_once(make_history)
