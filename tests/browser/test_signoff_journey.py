"""Sign-off in Chromium: a second person signs in, finds, reads and signs; a change shows."""

import pytest
from playwright.sync_api import expect

from governance.models import Signature
from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.ledger import book
from tests.people import PASSWORD, SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def triage(people):
    """A use case of ada's, sent for sign-off."""
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read this use case, and it describes what is done.",
        unit=people.top,
        actor=SYSTEM,
    )
    ada = Actor.of(people.ada)
    record = use_cases.create(
        actor=ada,
        values={"name": "Triage of claims", "unit": people.home, "purpose": "Sort claims by need"},
    )
    signoffs.request(record, actor=ada, note="Please before Friday.")
    return record


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def test_a_second_person_signs_what_they_read_and_a_change_makes_it_stale(
    page, people, triage, axe
):
    sign_in(page, people.ben)

    page.get_by_role("link", name=f"Sign {triage.ref}").click()
    expect(page.get_by_text("Please before Friday.")).to_be_visible()
    expect(page.get_by_text("Sort claims by need")).to_be_visible()
    expect(page.get_by_text(triage.digest)).to_be_visible()
    assert axe(page) == []

    page.get_by_label("Your password").fill("not my password")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert Signature.objects.count() == 0

    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Your signature is recorded")).to_be_visible()
    assert axe(page) == []

    book.sequence()
    expect(page.get_by_text("Recorded, position")).to_be_visible()
    assert axe(page) == []
    with page.expect_download() as copy:
        page.get_by_role("link", name="Download my copy").click()
    assert copy.value.suggested_filename.endswith(".json")

    ada = Actor.of(people.ada)
    use_cases.change(triage, actor=ada, values={"purpose": "Decide on claims by need"})
    page.get_by_role("link", name="Back to the sign-off").click()

    expect(page.get_by_text("Stale: what was signed has changed")).to_be_visible()
    expect(page.locator(".callout del")).to_contain_text("Sort")
    expect(page.locator(".callout ins")).to_contain_text("Decide on")
    assert axe(page) == []


def test_the_author_reads_why_they_cannot_sign(page, people, triage):
    sign_in(page, people.ada)

    page.goto("/sign-offs/")
    page.get_by_role("row", name=triage.ref).get_by_role("link").first.click()

    expect(page.get_by_text("You cannot sign this")).to_be_visible()
    expect(page.get_by_label("Your password")).to_have_count(0)


def test_it_can_be_signed_with_the_keyboard_alone_and_without_javascript(
    browser, live_server, people, triage
):
    profile = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = profile.new_page()
    sign_in(page, people.ben)
    page.get_by_role("link", name=f"Sign {triage.ref}").press("Enter")

    page.get_by_label("Your password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your signature is recorded")).to_be_visible()
    assert Signature.objects.count() == 1
    profile.close()


@pytest.fixture
def device(context, page):
    """A device that holds passkeys and whose owner always says yes."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_a_passkey_is_added_signs_in_and_signs(page, people, triage, device, axe):
    sign_in(page, people.ben)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Sign in with it alone, without my password").check()
    assert axe(page) == []
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("link", name=f"Sign {triage.ref}").click()

    expect(page.get_by_label("Your password")).to_have_count(0)
    page.get_by_label("Comment").fill("Read in full.")
    page.get_by_role("button", name="Continue with your passkey").click()
    expect(page.get_by_role("link", name="Use your password")).to_have_count(0)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("Your passkey has just proved who you are")).to_be_in_viewport()
    expect(page.get_by_label("Comment")).to_have_value("Read in full.")
    assert axe(page) == []
    page.get_by_role("button", name="Sign", exact=True).click()

    expect(page.get_by_text("Your signature is recorded")).to_be_visible()
    assert (Signature.objects.get().method, Signature.objects.get().comment) == (
        "webauthn",
        "Read in full.",
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_sign_in_and_account_are_accessible(page, people, axe, signed_in, theme):
    page.emulate_media(color_scheme=theme)
    found = {}
    for url in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"):
        page.goto(url)
        found[url] = axe(page)
    signed_in(people.adam)
    for url in ("/me/", "/me/tokens/new/", "/accounts/password/change/", "/accounts/2fa/",
                "/accounts/logout/", "/people/", f"/people/{people.ben.ref}/", "/units/tree/",
                f"/people/{people.ben.ref}/sign-in-link/", "/sign-offs/", "/packs/"):  # fmt: skip
        page.goto(url)
        found[url] = axe(page)

    assert {url: findings for url, findings in found.items() if findings} == {}
