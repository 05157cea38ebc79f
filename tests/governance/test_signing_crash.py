"""A signature is there whole or not at all, wherever the database breaks off."""

from itertools import count

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from governance import signing
from governance.actions import signoffs
from governance.models import Signature, SignOff
from governance.rules import Meaning, Role, SignOffState, Terms
from inventory.actions import use_cases
from records import acts
from records.actors import Actor
from records.models import Entry, Pending, RequestKeyUse, Salt
from tests.people import SYSTEM


class BrokeOffError(OperationalError):
    """The connection was lost."""


class BreakAfter:
    """Let a number of statements pass, refuse one, and let the rolling back pass again."""

    def __init__(self, statements):
        self.left = statements

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == -1:
            raise BrokeOffError
        return execute(sql, params, many, context)


def state():
    """Return everything a signature writes."""
    return {
        "signatures": Signature.objects.count(),
        "signature history": Signature.history.count(),
        "sign-off": list(SignOff.objects.values_list("state", "version", "digest")),
        "sign-off history": SignOff.history.count(),
        "entries": Entry.objects.count(),
        "pending": Pending.objects.count(),
        "salts": Salt.objects.count(),
        "keys": RequestKeyUse.objects.count(),
    }


@pytest.fixture
def asked(people):
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read this record.",
        unit=people.top,
        actor=SYSTEM,
    )
    ada = Actor.of(people.ada)
    triage = use_cases.create(actor=ada, values={"name": "Triage", "unit": people.home})
    return signoffs.request(triage, actor=ada)


def test_a_signature_that_breaks_off_after_any_statement_leaves_nothing(asked, people):
    untouched = state()

    for statements in count():
        try:
            with acts.under_key("form-1"), connection.execute_wrapper(BreakAfter(statements)):
                signoffs.sign(
                    asked,
                    actor=Actor.of(people.ben),
                    meaning=Meaning.APPROVED,
                    confirmation=signing.Confirmation("password", timezone.now()),
                    shown=[item["digest"] for item in asked.items],
                )
        except BrokeOffError:
            assert state() == untouched
        else:
            break

    asked.refresh_from_db()
    assert statements > 15
    assert asked.state == SignOffState.COMPLETE
    assert Signature.objects.count() == 1
    assert Entry.objects.filter(verb="governance.signoff.sign").count() == 1
