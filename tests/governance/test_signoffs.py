"""Sign-off: what is signed, by whom, and when it no longer covers the record."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import Signature
from governance.people.actions import people as people_actions
from governance.rules import Given, Meaning, Role, SignOffState, Terms, role_to_sign, state_after
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.errors import Refused, RuleError
from records.models import Entry
from tests.people import SYSTEM

STATEMENT = "I have read this record and stand by it."


@pytest.fixture
def triage(people):
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER]),
        statement=STATEMENT,
        unit=people.top,
        actor=SYSTEM,
    )
    values = {"name": "Triage of claims", "unit": people.home}
    return use_cases.create(actor=Actor.of(people.ada), values=values)


@pytest.fixture
def asked(triage, people):
    return signoffs.request(triage, actor=Actor.of(people.ada))


def sign(asked, person, **changes):
    given = {
        "meaning": Meaning.APPROVED,
        "confirmation": signing.Confirmation("password", timezone.now(), asked.pk),
        "shown": [item["digest"] for item in asked.items],
    }
    return signoffs.sign(asked, actor=Actor.of(person), **(given | changes))


def test_a_second_person_signs_the_exact_digest(asked, triage, people):
    signature = sign(asked, people.ben)

    asked.refresh_from_db()
    body = json.loads(Entry.objects.get(verb="governance.signoff.sign").body)
    assert asked.state == SignOffState.COMPLETE
    assert signature.items == [
        {
            "kind": "inventory.usecase",
            "id": str(triage.pk),
            "ref": triage.ref,
            "digest": triage.digest,
        }
    ]
    assert body["facts"]["signs"] == signature.items
    assert body["facts"]["meaning"] == "approved"
    assert "Ben Example" not in json.dumps(body)
    assert signing.standings([triage])[triage.pk].code == "signed"


def test_the_author_cannot_sign(asked, people):
    people_actions.appoint(people.ada, role=Role.COMPLIANCE_OFFICER, unit=people.home, actor=SYSTEM)

    with pytest.raises(RuleError, match="another person has to sign"):
        sign(asked, people.ada)

    assert Signature.objects.count() == 0


def test_a_stranger_and_an_auditor_cannot_sign(asked, people):
    for person in (people.cleo, people.vera, people.zoe):
        with pytest.raises(Refused):
            sign(asked, person)

    assert Signature.objects.count() == 0


def test_old_authentication_is_refused(asked, people):
    old = signing.Confirmation("password", timezone.now() - timedelta(minutes=10), asked.pk)

    with pytest.raises(RuleError, match="authenticate again"):
        sign(asked, people.ben, confirmation=old)

    assert Signature.objects.count() == 0


def test_another_digest_on_the_screen_is_refused(asked, people):
    with pytest.raises(RuleError, match="not what the page showed"):
        sign(asked, people.ben, shown=["0" * 64])

    assert Signature.objects.count() == 0


def test_a_change_between_request_and_signature_is_refused(asked, triage, people):
    use_cases.change(triage, actor=Actor.of(people.ada), values={"purpose": "Other"})

    with pytest.raises(RuleError, match="changed after sign-off was asked for"):
        sign(asked, people.ben)

    assert Signature.objects.count() == 0
    assert signing.standings([triage])[triage.pk].code == "outdated"


def test_a_material_change_makes_it_stale_and_an_owner_change_does_not(asked, triage, people):
    sign(asked, people.ben)
    ada = Actor.of(people.ada)

    use_cases.change(triage, actor=ada, values={"owner": people.ada})
    after_owner = signing.standings([triage])[triage.pk].code
    use_cases.change(triage, actor=ada, values={"purpose": "Decide"})
    after_purpose = signing.standings([triage])[triage.pk]

    assert after_owner == "signed"
    assert after_purpose.code == "stale"
    assert [item["ref"] for item in after_purpose.changed] == [triage.ref]


def test_dissent_needs_a_comment(asked, people):
    with pytest.raises(RuleError, match="Say why"):
        sign(asked, people.ben, meaning=Meaning.DISSENTED)

    sign(asked, people.ben, meaning=Meaning.DISSENTED, comment="The data are too old.")

    asked.refresh_from_db()
    assert asked.state == SignOffState.REQUESTED


@pytest.mark.parametrize(
    ("quorum", "in_order", "given", "expected"),
    [
        (1, False, [], SignOffState.REQUESTED),
        (1, False, [("a", "approved")], SignOffState.COMPLETE),
        (2, False, [("a", "approved")], SignOffState.REQUESTED),
        (2, False, [("a", "approved"), ("a", "reviewed")], SignOffState.COMPLETE),
        (2, True, [("a", "approved"), ("a", "approved")], SignOffState.REQUESTED),
        (2, True, [("a", "approved"), ("b", "approved")], SignOffState.COMPLETE),
        (1, False, [("a", "dissented")], SignOffState.REQUESTED),
        (1, False, [("a", "approved"), ("b", "changes_requested")], SignOffState.CHANGES_REQUESTED),
    ],
)
def test_state_follows_from_signatures(quorum, in_order, given, expected):
    terms = Terms(roles=["a", "b"], quorum=quorum, in_order=in_order)

    assert state_after(terms, [Given(*one) for one in given]) == expected


def test_with_an_order_each_role_waits_for_its_turn():
    terms = Terms(roles=["a", "b"], quorum=2, in_order=True)

    assert role_to_sign(terms, [], {"b"}) == ""
    assert role_to_sign(terms, [], {"a", "b"}) == "a"
    assert role_to_sign(terms, [Given("a", "approved")], {"b"}) == "b"
