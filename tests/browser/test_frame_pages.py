"""The pages of the frame in Chromium: search by keyboard, health, one's own work and account."""

import pytest
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsangelegenheiten " * 4
PAGES = (
    "/",
    "/me/",
    "/search/?q=donau",
    "/search/?q=nothing-like-it",
    "/settings/health/",
    "/units/tree/",
    "/findings-over-time/",
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/use-cases/?as_of=nonsense",
    "/nothing/",
)


@pytest.fixture
def adam(people, signed_in):
    """Adam, who administers, signed in; a record bears a long name."""
    factories.use_case(people.home, name=LONG.strip(), owner=people.adam)
    signed_in(people.adam)
    return people.adam


def test_a_slash_leads_to_the_search_and_typing_one_does_not(page, adam):
    page.goto("/")

    page.keyboard.press("/")
    search = page.locator("#shell-search")
    expect(search).to_be_focused()
    page.keyboard.type("donau/dampf")
    expect(search).to_have_value("donau/dampf")
    search.fill("donau")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Search results for “donau”")
    expect(page.locator(".hit mark").first).to_have_text("Donau")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_the_frame_is_accessible(page, adam, axe, theme):
    page.emulate_media(color_scheme=theme)
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = axe(page)

    assert {path: findings for path, findings in found.items() if findings} == {}


def test_no_page_of_the_frame_is_wider_than_a_phone(page, adam):
    page.set_viewport_size({"width": 360, "height": 740})
    widths = {}
    for path in PAGES:
        page.goto(path)
        widths[path] = page.locator("html").evaluate("element => element.scrollWidth")

    assert {path: width for path, width in widths.items() if width > 360} == {}


def test_what_is_not_accessible_is_found_again_and_again(page, axe):
    page.set_content('<html lang="en"><title>A</title><img src="data:," id="a"></html>')
    first = axe(page)
    page.evaluate("document.body.append(document.createElement('button'))")

    assert first == ['image-alt: <img src="data:," id="a">']
    assert sorted(axe(page)) == ["button-name: <button></button>", *first]
