"""A use case with values about people, and who may erase them."""

import pytest

from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.ledger import book
from tests import snapshots
from tests.records.erasure.looking import VALUES


@pytest.fixture
@snapshots.put_back
def case(people):
    """A use case that has had two contacts, and a third that was taken away again."""
    ada = Actor.of(people.ada)
    values = {"name": "Triage", "unit": people.home, "contact": VALUES[0]}
    made = use_cases.create(actor=ada, values=values)
    use_cases.change(made, actor=ada, values={"purpose": "Sort"}, reason="Wording")
    use_cases.change(made, actor=ada, values={"contact": VALUES[1]}, reason="Ms Long has left")
    book.sequence()
    return made


@pytest.fixture
def adam(people):
    """The administrator."""
    return Actor.of(people.adam)
