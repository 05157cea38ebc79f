"""Lists in Chromium: by keyboard, accessible, within the policy, at home on a narrow screen."""

import re

import pytest
from playwright.sync_api import expect

from governance.people.actions import people as unit_actions
from tests import factories
from tests.people import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Automated sorting of incoming letters for the desk that answers to private customers"


@pytest.fixture
def listed(people, signed_in):
    """Some use cases at units of long names, and Ben, signed in."""
    below = unit_actions.add_unit(
        "Office of the Chief Information Officer and Data", above=people.home, actor=SYSTEM
    )
    for number in range(3):
        factories.use_case(below, name=f"{LONG} {number}", owner=people.ada)
    factories.use_case(people.home, name="Another")
    signed_in(people.ben)


def test_a_unit_is_searched_and_chosen_by_keyboard(page, listed, axe):
    page.goto("/use-cases/?lifecycle=idea")
    page.locator("#id_unit").focus()
    page.keyboard.press("Enter")
    find = page.get_by_label("Find: Unit")
    expect(find).to_be_focused()
    assert axe(page) == []

    page.keyboard.type("chief")
    hits = page.locator("#found-unit a")
    expect(hits).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/use-cases/\?lifecycle=idea&unit=[A-Z]+-\d+$"))
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".results-count")).to_have_text("3 records")


def test_escape_closes_the_choices_and_gives_the_focus_back(page, listed):
    page.goto("/use-cases/")
    page.locator("#id_unit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Find: Unit")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("#id_unit")).to_be_focused()
    expect(page.locator("#found-unit")).to_be_hidden()


def test_typing_into_the_choices_leaves_the_list_alone(page, listed):
    page.goto("/use-cases/")
    page.locator("#id_unit").click()
    page.get_by_label("Find: Unit").press_sequentially("zzz", delay=100)

    expect(page.locator("#choices-unit .choice-note")).to_have_text("Nothing is called so.")
    expect(page).to_have_url(re.compile(r"/use-cases/$"))
    expect(page.locator(".results-count")).to_have_text("4 records")


def test_a_menu_of_choices_says_what_is_ticked(page, listed):
    page.goto("/use-cases/")
    page.locator("#id_lifecycle").click()
    page.get_by_role("checkbox", name="paused").check()

    expect(page.locator("#id_lifecycle")).to_have_text("paused")
    expect(page.locator(".chip")).to_contain_text("Stage: paused")
    page.get_by_role("checkbox", name="paused").uncheck()
    expect(page.locator("#id_lifecycle")).to_have_text("any")
    expect(page.locator(".results-count")).to_have_text("4 records")


def test_a_glance_takes_the_focus_and_gives_it_back(page, listed, axe):
    page.goto("/use-cases/")
    glance = page.locator(".table-peek a").nth(1)
    glance.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#peek-title")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Escape")

    expect(page.locator("#peek")).to_be_hidden()
    expect(glance).to_be_focused()
    glance.press("Enter")
    page.get_by_role("button", name="Close").click()
    expect(glance).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_fits_and_is_accessible(page, listed, axe, theme, width):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/use-cases/")
    box = page.locator(".table-box")
    if width >= 1280:
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0

    assert axe(page) == []
    for place in range(3):
        page.locator(".results-tools summary").nth(place).click()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        # A heading half covered by the open menu is no small target: the menu closes at a click.
        assert [found for found in axe(page) if "column-sort" not in found] == []


def test_a_view_is_saved_from_the_list(page, listed):
    page.goto("/use-cases/?lifecycle=idea&sort=name")
    page.locator(".results-tools summary").first.click()
    page.get_by_label("Save this view as").fill("Ideas")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page).to_have_url(re.compile(r"lifecycle=idea&sort=name$"))
    expect(page.locator(".results-tools summary").first).to_have_text("Ideas")


def test_without_javascript_filter_and_glance_are_pages(browser, live_server, context, listed):
    cookies = context.cookies()
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto("/use-cases/?lifecycle=idea")

    page.locator("#id_unit").click()
    page.get_by_role("link", name="Choose from the list").first.click()
    page.get_by_role("link", name="Office of the Chief").click()
    expect(page).to_have_url(re.compile(r"/use-cases/\?lifecycle=idea&unit="))
    page.locator(".table-peek a").first.click()

    expect(page).to_have_url(re.compile(r"/use-cases/UC-\d+/$"))
    plain.close()
