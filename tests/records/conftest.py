"""What tests of the ledger share."""

from functools import cache

import pytest
from django.test import Client

from records import kinds
from records.database import definitions
from tests import sessions

_expected = cache(definitions.expected)


@pytest.fixture
def definitions_written_once(monkeypatch):
    """Let the database write down what the program makes once a process, not at each check.

    For tests that change rows: it is the same as long as no table has another shape.
    """
    monkeypatch.setattr(definitions, "expected", _expected)


@pytest.fixture
def sign_in():
    def client_of(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return client_of


@pytest.fixture
def ben(people, sign_in):
    return sign_in(people.ben)


@pytest.fixture
def kind():
    return kinds.by_code("inventory.usecase")
