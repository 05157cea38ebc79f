"""Fixtures of the tests of the register."""

import pytest
from django.test import Client


@pytest.fixture
def as_person(db):
    """Return a function that gives a client signed in as a person."""

    def sign_in(person):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
