"""What a signature states: statement and meaning are one thing, everywhere they are told."""

import hashlib
import json
import re

import pytest
from django.utils import timezone

from governance.models import Signature, SignOff
from governance.packs import signed as signed_chapters
from governance.rules import Meaning, Role, Terms
from governance.signoff import actions as signoffs
from governance.signoff import signing, statements
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import RuleError
from records.ledger import book
from records.models import Entry
from tests.governance.conftest import sent
from tests.people import SYSTEM
from tests.records.ledger import attacks

READ = "I have read the use case in the state named here."
APPROVES = "I approve it for use."
DISSENTS = "I dissent: I do not approve it. My reasons stand on record, and others decide."


@pytest.fixture
def policy(people):
    """A policy with opening words, and a sentence of approval after them."""
    return signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        reading=READ,
        statement=APPROVES,
        unit=people.top,
        actor=SYSTEM,
    )


@pytest.fixture
def old(people):
    """A request as older versions stored it: one statement, that of an approval."""
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement=f"{READ} {APPROVES}",
        unit=people.top,
        actor=SYSTEM,
    )
    ada = Actor.of(people.ada)
    case = use_cases.create(actor=ada, values={"name": "Triage of claims", "unit": people.home})
    asked = signoffs.request(case, actor=ada)
    attacks.as_owner("UPDATE governance_signoff SET sentences = '{}' WHERE id = %s", asked.pk)
    return SignOff.objects.get(pk=asked.pk)


def given_by(people, requested, meaning, comment="The data is too old."):
    return signoffs.sign(
        requested,
        actor=Actor.of(people.ben),
        meaning=meaning,
        confirmation=signing.Confirmation("password", timezone.now(), requested.pk),
        shown=[item["digest"] for item in requested.items],
        comment=comment,
    )


def facts():
    return json.loads(Entry.objects.get(verb="governance.signoff.sign").body)["facts"]


def as_old(given):
    """Let a signature be one from before statements were kept with it."""
    attacks.as_owner("UPDATE governance_signature SET statement = '' WHERE id = %s", given.pk)
    return Signature.objects.get(pk=given.pk)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize(
    ("meaning", "says"),
    [
        (Meaning.APPROVED, APPROVES),
        (Meaning.REVIEWED, "I have reviewed it, and nothing speaks against it."),
        (Meaning.ACCEPTED_RISK, "I accept the residual risk that it describes."),
        (Meaning.DISSENTED, DISSENTS),
        (Meaning.CHANGES_REQUESTED, "I do not sign it as it is: it has to change before."),
    ],
)
def test_what_is_stated_says_what_it_means(requested, people, meaning, says):
    given = given_by(people, requested, meaning)

    stated = f"{READ} {says}"
    assert given.statement == stated
    assert facts()["meaning"] == meaning
    assert facts()["statement"] == hashlib.sha256(stated.encode()).hexdigest()


def test_an_unknown_meaning_signs_nothing(requested, people):
    before = Entry.objects.count()

    with pytest.raises(RuleError, match="no meaning of a signature"):
        given_by(people, requested, "adored")

    assert (Signature.objects.count(), Entry.objects.count()) == (0, before)


def test_the_words_of_a_request_stay_when_the_product_words_change(requested, people, monkeypatch):
    monkeypatch.setitem(statements.SENTENCES, Meaning.DISSENTED, "Other words.")

    assert given_by(people, requested, Meaning.DISSENTED).statement == f"{READ} {DISSENTS}"


def test_each_choice_on_the_page_carries_its_own_sentence(requested, people, as_person):
    page = as_person(people.ben).get(f"/sign-offs/{requested.ref}/")

    labels = [str(label) for _code, label in page.context["form"].fields["meaning"].choices]
    assert page.context["opening"] == READ
    assert labels[0] == f"Approve: {APPROVES}"
    assert labels[3] == f"Dissent: {DISSENTS}"
    assert text_of(page).count(APPROVES) == 1


def test_a_dissent_is_told_as_such_on_receipt_and_copy(requested, people, as_person):
    client = as_person(people.ben)
    client.post(
        f"/sign-offs/{requested.ref}/sign/",
        sent(requested, meaning="dissented", comment="The data is too old."),
    )
    book.sequence()
    given = Signature.objects.get()
    here = f"/sign-offs/{requested.ref}/receipts/{given.pk}/"

    page, copy = client.get(here), client.get(f"{here}copy.txt")
    taken = client.get(f"{here}copy.json").json()
    detail = client.get(f"/sign-offs/{requested.ref}/")

    for answer in (page, copy, detail):
        assert DISSENTS in text_of(answer)
        assert APPROVES not in text_of(answer)
    assert taken["statement"] == f"{READ} {DISSENTS}"
    assert "statement_then" not in taken


def test_a_dissent_is_told_as_such_in_a_pack(requested, people):
    given_by(people, requested, Meaning.DISSENTED)

    case = UseCase.objects.get(pk=requested.subject_id)
    section = signed_chapters.sign_offs(case, DocumentReading(Actor.of(people.ben), timezone.now()))

    assert DISSENTS in section.chapter.html
    assert APPROVES not in section.chapter.html


def test_an_open_request_of_an_older_version_opens_no_dissent_with_an_approval(old, people):
    given = given_by(people, old, Meaning.DISSENTED)

    assert given.statement == f"I have read what is named here, in exactly that state. {DISSENTS}"


def test_an_open_request_of_an_older_version_is_approved_in_its_words(old, people):
    assert given_by(people, old, Meaning.APPROVED).statement == f"{READ} {APPROVES}"


def test_an_old_dissent_is_told_as_dissent_with_the_sentence_shown_then(old, people, as_person):
    given = as_old(given_by(people, old, Meaning.DISSENTED))
    book.sequence()
    client = as_person(people.ben)
    here = f"/sign-offs/{old.ref}/receipts/{given.pk}/"

    stated = statements.stated(given)
    taken = client.get(f"{here}copy.json").json()

    assert stated.text == DISSENTS
    assert stated.then == f"{READ} {APPROVES}"
    assert (taken["statement"], taken["statement_then"]) == (stated.text, stated.then)
    for answer in (client.get(here), client.get(f"{here}copy.txt")):
        told = text_of(answer)
        assert told.index(DISSENTS) < told.index(APPROVES)
        assert "every signature bore the sentence of an approval" in told


def test_an_old_approval_keeps_what_it_stated(old, people):
    given = as_old(given_by(people, old, Meaning.APPROVED))

    assert statements.stated(given) == statements.Stated(f"{READ} {APPROVES}")
