"""Fixtures of the tests of the register."""

import pytest
from django.test import Client

from tests import sessions


@pytest.fixture
def as_person(db):
    """Return a function that gives a client signed in as a person."""

    def sign_in(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return sign_in
