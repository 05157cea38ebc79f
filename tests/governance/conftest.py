"""What the tests of governance share: a policy, a record that waits for signature, clients."""

import pytest
from django.test import Client

from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from tests import sessions, snapshots
from tests.people import PASSWORD, SYSTEM

STATEMENT = "I have read this record."


@pytest.fixture
def as_person(db):
    """Return a function that gives a client signed in as a person."""

    def sign_in(person):
        client = Client()
        sessions.begin(client, person)
        return client

    return sign_in


@pytest.fixture
@snapshots.put_back
def policy(people):
    """One signature of a compliance officer on each use case."""
    return signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement=STATEMENT,
        unit=people.top,
        actor=SYSTEM,
    )


@pytest.fixture
@snapshots.put_back
def claims(policy, people):
    """A use case of ada's."""
    values = {"name": "Triage of claims", "unit": people.home, "purpose": "Sort claims"}
    return use_cases.create(
        actor=Actor.of(people.ada), values={**values, "owner": people.ada, "contact": "Desk 4"}
    )


@pytest.fixture
@snapshots.put_back
def requested(claims, people):
    """The use case, sent for sign-off by ada."""
    return signoffs.request(claims, actor=Actor.of(people.ada), note="Please by Friday.")


def sent(requested, **changes):
    """Return what a browser would send to sign."""
    shown = " ".join(item["digest"] for item in requested.items)
    given = {"meaning": "approved", "comment": "", "secret": PASSWORD, "shown": shown, "_key": "k1"}
    return given | changes
