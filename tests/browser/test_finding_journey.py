"""A finding in Chromium: raised on a use case, acted on, checked by somebody else, closed."""

import pytest
from playwright.sync_api import expect

from governance.models import Finding
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def test_from_a_use_case_to_the_effect_by_two_people(page, people, signed_in, axe):
    case = factories.use_case(people.home, owner=people.ada)
    signed_in(people.ada)
    page.goto(f"/use-cases/{case.ref}/raise-finding/")
    page.get_by_label("What was found").fill("No log of overrides")
    page.get_by_label("Grade").select_option("minor")
    press(page, "Raise a finding")
    expect(page.get_by_role("heading", level=1)).to_have_text("No log of overrides")

    follow(page, "Edit")
    page.get_by_label("Root cause").fill("Nobody asked for it.")
    press(page, "Add another: corrective action")
    page.get_by_label("Action", exact=True).fill("Log every override")
    press(page, "Save")

    follow(page, "Record what was done")
    page.get_by_label("Action", exact=True).select_option(label="Log every override")
    page.get_by_label("What was done").fill("Logged since Monday.")
    press(page, "Record what was done")
    expect(page.get_by_text("Logged since Monday.")).to_be_visible()
    assert axe(page) == []

    signed_in(people.ben)
    page.goto("/")
    follow(page, "Check the effect: No log of overrides")
    follow(page, "Check the effect")
    page.get_by_label("Yes: it does not come up any more").check()
    page.get_by_label("What the check showed").fill("Ten cases read.")
    press(page, "Check the effect")
    follow(page, "Close")
    page.get_by_label("Reason").fill("It stays away.")
    press(page, "Close")

    expect(page.get_by_text("Closed", exact=True).first).to_be_visible()
    closed = Finding.objects.get()
    assert (closed.state, closed.checked_by, closed.closed_by) == ("closed", people.ben, people.ben)
