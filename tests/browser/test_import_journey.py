"""A register brought in by hand in Chromium: from the file to the report, and again corrected."""

import pytest
from playwright.sync_api import expect

from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records import jobs
from records.actors import Actor
from tests.inventory.importing import FIRST, SECOND, changed, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def adam(people, signed_in, settings, tmp_path):
    """The administrator, signed in; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    signed_in(people.adam)
    return people.adam


def work():
    """Do what waits in the queue."""
    for key in jobs.waiting():
        jobs.run(key)


def send(page, data):
    """Choose a file and send it."""
    page.goto("/imports/new/")
    file = {"name": "house.csv", "mimeType": "text/csv", "buffer": data}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we found in the file")


def preview(page):
    """Ask for the preview and wait for the page to show it by itself."""
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("You can leave this page; the work goes on.")).to_be_visible()
    work()
    expect(page.get_by_role("link", name="To add")).to_be_visible()


def confirm(page, label):
    """Confirm what was seen and wait for the report."""
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text("You can leave this page; the work goes on.")).to_be_visible()
    work()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the import did")


def map_by_hand(page):
    """Choose the fields of the columns, and what their values mean."""
    page.get_by_label("A suggestion from the headings of this file").check()
    page.get_by_role("button", name="Continue").click()
    fields = {
        "Title": "Name",
        "Agency": "Unit",
        "Bureau": "Unit, level 1 below",
        "Status": "Stage",
        "Aim": "Purpose",
        "Began": "In service since",
    }
    for column, field in fields.items():
        page.get_by_label(f"Field for “{column}”").select_option(label=field)
    page.get_by_label("“Title” identifies a row").check()
    page.get_by_label("“Agency” identifies a row").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What “Live” means").select_option(label="in use")
    page.get_by_label("Name of this register").fill("house")
    page.get_by_label("Save this mapping as").fill("house")


def test_a_register_comes_in_and_is_corrected(page, adam, axe):
    found = {}
    send(page, table(FIRST, SECOND))
    found["file"] = axe(page)
    map_by_hand(page)
    found["values"] = axe(page)
    preview(page)
    found["preview"] = axe(page)
    confirm(page, "Import 2 rows")
    found["report"] = axe(page)
    chat = UseCase.objects.get(name="Chat assistant")
    assert (chat.lifecycle, chat.unit.name) == ("in_use", "Roads")
    use_cases.change(chat, actor=Actor.of(adam), values={"purpose": "In our own words"})

    send(page, table(changed(FIRST, Aim="In the file's words", Bureau="Bridges")))
    page.get_by_label("house").check()
    page.get_by_role("button", name="Continue").click()
    found["columns"] = axe(page)
    page.get_by_role("button", name="Continue").click()
    preview(page)
    expect(page.get_by_text("a person wrote “In our own words”, which stays")).to_be_visible()
    found["conflict"] = axe(page)
    confirm(page, "Import 1 row")

    chat.refresh_from_db()
    assert (chat.purpose, chat.unit.name) == ("In our own words", "Bridges")
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_the_steps_work_without_javascript(browser, live_server, client, adam):
    profile = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    profile.add_cookies([cookie | {"url": live_server.url}])
    page = profile.new_page()

    send(page, table(FIRST, SECOND))
    map_by_hand(page)
    page.get_by_role("button", name="Preview").click()
    work()
    page.reload()
    page.get_by_role("button", name="Import 2 rows").click()
    work()
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("What the import did")
    assert UseCase.objects.count() == 2
    profile.close()
