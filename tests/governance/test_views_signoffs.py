"""The pages of sign-off: who reads what, who may sign, and what one press of the button does."""

import pytest
from django.test import Client

from governance.actions import signoffs
from governance.models import Signature
from governance.rules import Role, SignOffState, Terms
from inventory.actions import use_cases
from records.actors import Actor
from records.ledger import book
from tests.people import PASSWORD, SYSTEM


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
    values = {"name": "Triage of claims", "unit": people.home, "purpose": "Sort claims"}
    return signoffs.request(use_cases.create(actor=ada, values=values), actor=ada)


def client_of(person):
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url_of(asked, tail=""):
    return f"/sign-offs/{asked.ref}/{tail}"


def form(asked, **changes):
    shown = " ".join(item["digest"] for item in asked.items)
    given = {"meaning": "approved", "comment": "", "secret": PASSWORD, "shown": shown, "_key": "k1"}
    return given | changes


def test_the_page_shows_what_is_signed_with_its_whole_digest(asked, people):
    page = client_of(people.ben).get(url_of(asked)).content.decode()

    assert asked.items[0]["digest"] in page
    assert "Sort claims" in page
    assert "I have read this record." in page
    assert "Your password" in page


def test_the_author_reads_why_they_cannot_sign(asked, people):
    page = client_of(people.ada).get(url_of(asked)).content.decode()

    assert "You cannot sign this" in page
    assert "Your password" not in page


@pytest.mark.parametrize(("name", "status"), [("cleo", 404), ("zoe", 404), ("vera", 422)])
def test_who_may_not_sign_gets_nothing_signed(asked, people, name, status):
    answer = client_of(getattr(people, name)).post(url_of(asked, "sign/"), form(asked))

    assert answer.status_code == status
    assert Signature.objects.count() == 0


def test_nobody_reads_it_without_signing_in(asked):
    answer = Client().get(url_of(asked))

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_a_wrong_password_signs_nothing(asked, people):
    answer = client_of(people.ben).post(url_of(asked, "sign/"), form(asked, secret="wrong"))

    assert answer.status_code == 422
    assert "This is not your password. Nothing was signed." in answer.content.decode()
    assert Signature.objects.count() == 0


def test_pressing_the_button_twice_signs_once(asked, people):
    client = client_of(people.ben)

    first = client.post(url_of(asked, "sign/"), form(asked))
    second = client.post(url_of(asked, "sign/"), form(asked))

    asked.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 302)
    assert Signature.objects.count() == 1
    assert asked.state == SignOffState.COMPLETE


def test_the_receipt_names_position_and_checkpoint(asked, people):
    client = client_of(people.ben)
    client.post(url_of(asked, "sign/"), form(asked))
    waiting = client.get(url_of(asked)).content.decode()
    book.sequence()

    page = client.get(url_of(asked)).content.decode()
    copy = client.get(url_of(asked, f"receipts/{Signature.objects.get().pk}/")).json()

    assert "waits for a place in the ledger" in waiting
    assert "Recorded, position" in page
    assert copy["signs"] == asked.items
    assert copy["checkpoint"].startswith("countersign.local\n")


def test_a_changed_record_shows_its_difference_on_the_page(asked, people):
    client_of(people.ben).post(url_of(asked, "sign/"), form(asked))
    ada = Actor.of(people.ada)
    subject = use_cases.UseCase.objects.get(pk=asked.subject_id)
    use_cases.change(subject, actor=ada, values={"purpose": "Decide on claims"})

    page = client_of(people.ben).get(url_of(asked)).content.decode()

    assert "Nobody signed the present one." in page
    assert "Decide on" in page


def test_my_work_names_what_waits_for_my_signature(asked, people):
    page = client_of(people.ben).get("/").content.decode()

    assert f"Sign {asked.subject_ref}" in page
    assert f"Sign {asked.subject_ref}" not in client_of(people.vera).get("/").content.decode()
