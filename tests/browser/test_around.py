"""Around the Act in Chromium: read, narrowed, followed from a provision; narrow and in the dark."""

import pytest
from playwright.sync_api import expect

from controls.crosswalk.actions import catalogue
from controls.frameworks.loading import read_catalogue
from tests import snapshots
from tests.people import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AROUND = "/law/eu-ai-act/around"


@pytest.fixture
@snapshots.put_back
def shipped(people):
    """The catalogue as it is shipped."""
    return catalogue.take_over(read_catalogue(), unit=people.top, actor=SYSTEM)


def test_the_shelves_are_read_and_narrowed(page, people, shipped, signed_in, axe):
    signed_in(people.vera)
    page.goto("/frameworks/")
    page.get_by_role("link", name="Around the Act").click()
    expect(page.get_by_role("status").filter(has_text="10 of 10")).to_be_visible()
    assert axe(page) == []

    page.get_by_label("State").select_option("draft")
    expect(page.get_by_role("status").filter(has_text="2 of 10")).to_be_visible()
    page.get_by_role("link", name="Authorities").click()
    page.get_by_label("Country").select_option("SI")
    expect(page.get_by_role("status").filter(has_text="1 of 22")).to_be_visible()
    expect(page.get_by_text("ZIUDHPUI")).to_be_visible()

    page.goto("/frameworks/eu-ai-act/2026-1744/art-73-1/")
    beside = page.get_by_role("region", name="Guidance, standards and related law")
    beside.get_by_role("link", name="21 authorities").click()
    expect(page.get_by_role("status").filter(has_text="21 of 22")).to_be_visible()


@pytest.mark.parametrize(("theme", "width"), [("dark", 390), ("light", 1440)])
def test_every_shelf_stands_on_narrow_screens_and_in_the_dark(
    page, people, shipped, signed_in, axe, theme, width
):
    signed_in(people.vera)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})

    for shelf in ("guidance", "standards", "related-law", "authorities"):
        page.goto(f"{AROUND}/{shelf}/")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/frameworks/eu-ai-act/2026-1744/art-17/")
    assert axe(page) == []
