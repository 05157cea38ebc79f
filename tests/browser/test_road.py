"""The road in Chromium: add, send, sign, change, look back, print."""

import re
import threading

import pytest
from django.db import connections
from playwright.sync_api import expect

from governance.models import Pack, Signature, SignOff
from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records import jobs
from records.actors import Actor
from records.ledger import book, verify
from records.models import Job
from tests import people as the_people
from tests.people import PASSWORD, SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    made = the_people.make()
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read this record and stand by it.",
        unit=made.top,
        actor=SYSTEM,
    )
    return made


@pytest.fixture
def triage(people):
    values = {"name": "Triage of claims", "unit": people.home, "purpose": "Sort claims"}
    return use_cases.create(actor=Actor.of(people.ada), values=values)


def in_a_thread(work, *arguments):
    """Run work apart from the browser's event loop, as the worker does."""

    def run():
        try:
            work(*arguments)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_signing_in_with_the_form_leads_to_my_work(page, people, axe):
    page.goto("/")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    assert axe(page) == []


def test_a_use_case_is_added_and_described_in_the_browser(page, people, signed_in, axe):
    signed_in(people.ada)
    page.goto("/use-cases/")
    page.get_by_role("link", name=re.compile("Add use case")).first.click()
    page.get_by_label("Name", exact=True).fill("Letters to customers")
    page.get_by_label("Unit", exact=True).select_option(label="Home")
    assert axe(page) == []
    page.locator(".form-actions button[type=submit]").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Letters to customers")
    assert axe(page) == []
    assert UseCase.objects.get().name == "Letters to customers"


def test_a_second_person_signs_what_is_on_the_screen_and_a_change_makes_it_stale(
    page, people, triage, signed_in, axe
):
    signed_in(people.ada)
    page.goto(f"/use-cases/{triage.ref}/request-sign-off/")
    page.get_by_label(re.compile("Note to those who sign")).fill("Before Friday, please.")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("You cannot sign this")).to_be_visible()

    signed_in(people.ben)
    page.goto("/")
    page.get_by_role("link", name=f"Sign {triage.ref}").click()
    expect(page.get_by_text(triage.digest)).to_be_visible()
    expect(page.get_by_text("Before Friday, please.")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Your password").fill("not it")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator(".field-bad")).to_contain_text("Nothing was signed")
    assert Signature.objects.count() == 0
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Your signature is recorded")).to_be_visible()
    book.sequence()
    page.reload()
    expect(page.get_by_text("Recorded, position")).to_be_visible()
    assert axe(page) == []

    use_cases.change(triage, actor=Actor.of(people.ada), values={"purpose": "Decide on claims"})
    page.goto(f"/sign-offs/{SignOff.objects.get().ref}/")

    expect(page.get_by_text("Nobody signed the present one.")).to_be_visible()
    assert axe(page) == []


def test_the_past_is_read_in_the_whole_product_with_a_band(page, people, triage, signed_in, axe):
    moment = UseCase.objects.get().updated_at.isoformat().replace("+00:00", "Z")
    use_cases.change(triage, actor=Actor.of(people.ada), values={"name": "Renamed"})
    signed_in(people.ben)

    page.goto(f"/use-cases/?as_of={moment}")
    named = page.get_by_role("link", name="Triage of claims", exact=True)
    expect(named).to_be_visible()
    named.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Triage of claims")
    assert "as_of=" in page.url
    assert axe(page) == []
    page.goto("/use-cases/")
    expect(page.get_by_role("link", name="Renamed", exact=True)).to_be_visible()


def test_a_pack_is_asked_for_made_and_checked(page, people, triage, signed_in, axe, tmp_path):
    signed_in(people.ben)
    page.goto(f"/use-cases/{triage.ref}/pack/")
    assert axe(page) == []
    page.get_by_role("button", name="Make the pack").click()
    expect(page).to_have_url(re.compile("/jobs/"))
    assert axe(page) == []
    while book.sequence():
        pass
    in_a_thread(jobs.run, str(Job.objects.get().pk))

    pack = Pack.objects.get()
    page.goto(f"/packs/{pack.ref}/")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download").click()
    path = tmp_path / "pack.pdf"
    started.value.save_as(path)

    report = verify.verify(path.read_bytes())
    assert report.outcome == "consistent"
    assert report.pack == pack.manifest_digest
