"""The frame and the components in Chromium: accessible, within the policy, without JavaScript."""

import pytest
from playwright.sync_api import expect

from records.styleguide.views import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"wide": 1440, "narrow": 390}
UNFOLD = "for (const part of document.querySelectorAll('details:not(.menu)')) part.open = true"


@pytest.fixture
def ada(people, signed_in):
    """Ada, signed in."""
    signed_in(people.ada)
    return people.ada


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible(page, ada, axe, theme, size):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": SIZES[size], "height": 900})
    page.goto("/ui/")
    page.evaluate(UNFOLD)

    assert axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_layout_is_accessible(page, ada, axe, theme):
    page.emulate_media(color_scheme=theme)
    found = {}
    for name in filter(None, PAGES):
        page.goto(f"/ui/?page={name}")
        found[name] = axe(page)

    assert {name: findings for name, findings in found.items() if findings} == {}


def test_pages_reflow_at_four_hundred_percent(page, ada):
    page.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    for name in PAGES:
        page.goto(f"/ui/?page={name}")
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in widths.items() if width > 320} == {}


def test_the_first_tab_leads_past_the_menu(page, ada):
    page.goto("/ui/?page=list")

    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_every_stop_of_the_keyboard_shows_where_it_is(page, ada):
    page.goto("/ui/?page=list")
    bare = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.outerHTML.slice(0, 80), s.outlineStyle, parseFloat(s.outlineWidth)]; }"""
        )
        if stop[1] == "none" or stop[2] < 2:
            bare.append(stop[0])

    assert bare == []


def test_the_theme_is_kept_and_printed_by_the_server(page, ada):
    page.goto("/ui/")
    page.locator(".theme-menu > summary").click()
    page.locator("[data-theme-choice=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    source = page.context.request.get("/ui/").text()

    assert 'data-bs-theme="dark"' in source


def test_the_system_decides_while_nothing_is_chosen(page, ada):
    page.emulate_media(color_scheme="dark")
    page.goto("/ui/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.emulate_media(color_scheme="light")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_errors_are_read_first(page, ada):
    page.goto("/ui/?page=form")

    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").first.click()

    expect(page.locator("#id_purpose")).to_be_focused()


def test_selecting_rows_offers_work_on_them(page, ada):
    page.goto("/ui/?page=list")
    bar = page.locator(".bulk-bar")
    expect(bar).to_be_hidden()

    page.locator("[data-select-all] input").check()

    expect(bar).to_be_visible()
    expect(page.locator("tbody input:checked")).to_have_count(7)


def test_escape_closes_a_menu_and_gives_the_focus_back(page, ada):
    page.goto("/ui/?page=detail")
    summary = page.locator(".heading .menu > summary")
    summary.click()
    expect(page.locator(".heading .menu-items")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator(".heading .menu-items")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_menu_opens_without_javascript(browser, live_server, context, ada):
    profile = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 800},
        java_script_enabled=False,
        storage_state=context.storage_state(),
    )
    page = profile.new_page()
    page.goto("/ui/")
    menu = page.locator(".topbar-menu nav")
    expect(menu).to_be_hidden()

    page.locator(".topbar-menu > summary").click()

    expect(menu).to_be_visible()
    expect(page.locator("[data-theme-menu]")).to_be_hidden()
    profile.close()


def test_paper_shows_the_content_without_the_frame(page, ada):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/ui/?page=list")

    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator(".data-table")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
