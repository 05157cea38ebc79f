"""Whoever signed held the role signed in, as it was recorded on the day of signing."""

from datetime import timedelta

import pytest

from governance import days
from governance.gaps import reading
from governance.models import Signature
from governance.people.actions import people as persons
from tests.governance.test_signoffs import sign
from tests.people import SYSTEM
from tests.records.ledger import attacks

CHECK = "signoff.signatories"


@pytest.fixture
def signed(requested, people):
    """A sign-off that ben has signed as a compliance officer."""
    sign(requested, people.ben)
    return requested


def gaps(subject=None):
    read = reading.read(SYSTEM, subject)
    return [(gap.level, gap.ref, gap.says) for gap in read.every if gap.check == CHECK]


def test_a_role_held_when_signing_is_in_order_and_stays_so(signed, people, time_machine):
    assert gaps() == []

    persons.end_appointments(people.ben, last_day=days.today(), actor=SYSTEM)
    assert gaps() == []

    time_machine.move_to(signed.created_at + timedelta(days=3), tick=True)
    assert gaps() == []


@pytest.mark.parametrize("role", ["board_member", "administrator"])
def test_a_role_that_was_not_held_is_found_with_the_record_that_was_signed(signed, claims, role):
    attacks.take_guards_off("governance_signature")
    Signature.objects.filter(sign_off=signed).update(role=role)

    says = f"{claims.ref} was signed by somebody who did not hold that role on that day."
    assert gaps() == [("unsigned", signed.ref, says)]
    assert gaps(claims) == gaps()
    assert gaps(claims.unit) == gaps()


def test_an_appointment_of_later_does_not_make_up_for_it(signed, people):
    attacks.take_guards_off("governance_signature")
    Signature.objects.filter(sign_off=signed).update(role="board_member")

    persons.appoint(
        people.ben,
        role="board_member",
        unit=people.home,
        actor=SYSTEM,
        starts_on=days.today() - timedelta(days=30),
    )

    assert [ref for _level, ref, _says in gaps()] == [signed.ref]


def test_a_signature_without_assent_is_no_matter_of_roles(signed):
    attacks.take_guards_off("governance_signature")
    Signature.objects.filter(sign_off=signed).update(role="viewer", meaning="dissented")

    assert gaps() == []
