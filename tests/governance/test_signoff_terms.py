"""The terms of a sign-off: those it was asked for with, whatever its policy says afterwards."""

import pytest
from django.utils import timezone

from governance.models import Signature
from governance.people.actions import people as people_actions
from governance.rules import Role, SignOffState, Terms
from governance.signoff import actions as signoffs
from governance.signoff import signatories, signing
from inventory.use_cases import actions as use_cases
from records import kinds
from records.actors import Actor
from records.errors import RuleError
from records.ledger import book
from tests.governance.conftest import sent
from tests.people import SYSTEM


@pytest.fixture
def author(people):
    """Ada may sign by her role, but she wrote the use case and asked for its sign-off."""
    people_actions.appoint(people.ada, role=Role.COMPLIANCE_OFFICER, unit=people.home, actor=SYSTEM)
    return people.ada


def sign(asked, person):
    return signoffs.sign(
        asked,
        actor=Actor.of(person),
        meaning="approved",
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )


def change(policy, **values):
    signoffs.change_policy(policy, actor=SYSTEM, values=values)


def test_a_policy_relaxed_afterwards_lets_no_author_sign(policy, requested, author):
    change(policy, author_excluded=False)

    with pytest.raises(RuleError, match="another person has to sign"):
        sign(requested, author)

    requested.refresh_from_db()
    assert (requested.state, requested.policy_version) == (SignOffState.REQUESTED, 1)
    assert Signature.objects.count() == 0
    assert signatories.waiting_for(Actor.of(author)) == []


def test_a_request_after_the_change_has_the_new_terms(policy, claims, author):
    change(policy, author_excluded=False)
    asked = signoffs.request(claims, actor=Actor.of(author))

    sign(asked, author)

    asked.refresh_from_db()
    assert (asked.state, asked.policy_version) == (SignOffState.COMPLETE, 2)


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ({"quorum": 2}, {"quorum": 1}, SignOffState.REQUESTED),
        ({"quorum": 1}, {"quorum": 2}, SignOffState.COMPLETE),
    ],
)
def test_the_number_of_signatures_stays_as_asked(policy, claims, people, before, after, state):
    change(policy, **before)
    asked = signoffs.request(claims, actor=Actor.of(people.ada))
    change(policy, **after)

    sign(asked, people.ben)

    asked.refresh_from_db()
    assert asked.state == state


def test_the_roles_stay_as_asked(policy, requested, people):
    people_actions.appoint(people.vera, role=Role.BOARD_MEMBER, unit=people.home, actor=SYSTEM)
    change(policy, roles=[Role.BOARD_MEMBER])

    with pytest.raises(RuleError, match="not for your role"):
        sign(requested, people.vera)
    sign(requested, people.ben)

    requested.refresh_from_db()
    assert requested.state == SignOffState.COMPLETE
    assert [one.role for one in requested.signatures.all()] == [Role.COMPLIANCE_OFFICER]


def test_the_terms_are_those_of_the_version_that_is_named(policy, requested, claims, people):
    change(policy, quorum=2, in_order=True, roles=[Role.BOARD_MEMBER, Role.COMPLIANCE_OFFICER])
    letters = use_cases.create(
        actor=Actor.of(people.ada), values={"name": "Letters", "unit": people.home}
    )
    newer = signoffs.request(letters, actor=Actor.of(people.ada))

    found = signing.terms_of_each([requested, newer])

    assert found == {
        requested.pk: Terms([Role.COMPLIANCE_OFFICER], 1, False, True),
        newer.pk: Terms([Role.BOARD_MEMBER, Role.COMPLIANCE_OFFICER], 2, True, True),
    }


def test_page_receipt_and_copy_tell_the_terms_and_the_version(policy, requested, people, as_person):
    change(policy, author_excluded=False, quorum=2, name="Use cases, both")
    client = as_person(people.ben)

    page = client.get(f"/sign-offs/{requested.ref}/").content.decode()
    receipt = client.post(f"/sign-offs/{requested.ref}/sign/", sent(requested))["Location"]
    book.sequence()
    shown = client.get(receipt).content.decode()
    copy = client.get(f"{receipt}copy.json").json()
    text = client.get(f"{receipt}copy.txt").content.decode()

    told = "1 by: Compliance officer. Whoever wrote it or asked for it may not sign."
    assert all(told in one for one in (page, shown, text))
    assert all("Use cases, version 1" in one for one in (page, shown, text))
    assert copy["policy"] == {
        "ref": policy.ref,
        "version": 1,
        "roles": ["compliance_officer"],
        "quorum": 1,
        "in_order": False,
        "author_excluded": True,
    }


def test_who_wrote_what_the_record_rests_on_cannot_sign_it(policy, people, monkeypatch):
    """Ben wrote the ground, ada the record: ben may not sign both together."""
    ada, ben = Actor.of(people.ada), Actor.of(people.ben)
    ground = use_cases.create(actor=ben, values={"name": "Ground", "unit": people.home})
    record = use_cases.create(actor=ada, values={"name": "On it", "unit": people.home})
    monkeypatch.setitem(signoffs._BASES, record.kind_code(), lambda _record: [ground])
    asked = signoffs.request(record, actor=ada)

    with pytest.raises(RuleError, match="another person has to sign"):
        sign(asked, people.ben)

    assert Signature.objects.count() == 0
    assert signing.authors_of(asked) == {str(people.ada.pk), str(people.ben.pk)}
    assert signatories.waiting_for(ben) == []


def test_the_policys_page_says_that_open_requests_keep_their_terms():
    hints = kinds.by_code("governance.signoffpolicy").sections[0].hints

    assert "keep the old words and terms" in str(hints["statement"])
