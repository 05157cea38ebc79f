"""A use case is classified in Chromium: begun, answered, understood, sent for sign-off."""

import re

import pytest
from playwright.sync_api import expect

from assessments.classification.actions import classifications
from assessments.models import Classification
from governance.models import SignOff
from records.actors import Actor
from tests import sessions
from tests.assessments import conftest as assessments

# Fixtures of the assessments.
begun, people = assessments.begun, assessments.people
ada, hiring, started, answered = (
    assessments.ada,
    assessments.hiring,
    assessments.started,
    assessments.answered,
)
questionnaire, law, policy = assessments.questionnaire, assessments.law, assessments.policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def as_ada(people, signed_in):
    """Ada, signed in."""
    signed_in(people.ada)


@pytest.fixture
def published(questionnaire, law):
    """The questionnaire and the law that an installation begins with."""


def choose(page, question, answer):
    page.locator(f"#{question}").get_by_label(answer, exact=False).first.check()


def save(page):
    page.get_by_role("button", name="Save and continue").last.click()


def test_a_use_case_is_classified_and_sent(page, as_ada, axe, hiring, policy, published):
    page.goto(f"/use-cases/{hiring.ref}/classify/")
    page.get_by_label("The use case as a whole").check()
    assert axe(page) == []
    page.get_by_role("button", name="Begin").click()

    expect(page.get_by_text("0 of 43 questions answered")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Adopt all suggestions").click()
    page.get_by_role("button", name="Adopt suggestions").click()

    record = Classification.objects.get()
    page.goto(f"/classifications/{record.ref}/questions/annex_iii/")
    expect(page.locator("#H4a")).to_be_visible()
    choose(page, "H4a", "Yes")
    choose(page, "H4b", "No")
    assert axe(page) == []
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Does an exception or a transition apply?"
    )

    page.goto(f"/classifications/{record.ref}/questions/")
    page.get_by_role("button", name=re.compile("Answer .* remaining questions")).click()
    expect(page.get_by_text("Whatever can decide the class stays open")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name=re.compile(r"Take \d+ defaults")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Answers")
    expect(page.get_by_text("taken by default").first).to_be_visible()
    assert axe(page) == []

    # What can decide the class is answered one by one; here at once, for the pages are known.
    record.refresh_from_db()
    classifications.answer_open(record, actor=Actor.of(hiring.owner))
    page.reload()

    page.get_by_role("link", name="See the result").click()
    expect(page.locator(".verdict-sentence")).to_contain_text("This use is high-risk.")
    expect(page.locator("#why")).to_contain_text("Annex III point 4(a)")
    page.get_by_role("link", name="Show what would change it").click()
    expect(page.locator("#what-if")).to_contain_text("Minimal risk")
    assert axe(page) == []

    page.get_by_role("link", name="Send for sign-off").first.click()
    page.get_by_label("Note to the signatories").fill("Please read the part on applicants.")
    page.get_by_role("button", name="Send for sign-off").click()
    asked = SignOff.objects.get()
    assert asked.subject_ref == record.ref
    assert [item["kind"] for item in asked.items] == [
        "assessments.classification",
        "inventory.usecase",
        "assessments.questionnaire",
        "controls.edition",
    ]


def test_questions_appear_and_vanish_while_answering(page, as_ada, started):
    page.goto(f"/classifications/{started.ref}/questions/annex_iii/")
    expect(page.locator("fieldset.question")).to_have_count(1)

    page.get_by_label("Work: hiring").check()
    expect(page.locator("fieldset.question")).to_have_count(3)
    expect(page.get_by_label("Work: hiring")).to_be_focused()

    page.get_by_label("Work: hiring").uncheck()
    expect(page.locator("fieldset.question")).to_have_count(1)
    started.refresh_from_db()
    assert started.answers == {}


def test_the_keyboard_answers_and_saves(page, as_ada, started):
    page.goto(f"/classifications/{started.ref}/questions/ai_system/")

    page.locator("#q-A1-yes").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Which role?")
    started.refresh_from_db()
    assert started.answers == {"A1": "no"}


def test_the_road_works_without_scripts(browser, live_server, people, client, started):
    profile = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sessions.begin(client, people.ada)
    cookie = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }
    profile.add_cookies([cookie])
    page = profile.new_page()

    page.goto(f"/classifications/{started.ref}/questions/annex_iii/")
    page.get_by_label("Work: hiring").check()
    save(page)
    expect(page.get_by_text("2 more questions follow from your answers")).to_be_visible()
    choose(page, "H4a", "Yes")
    page.get_by_role("button", name="Save and return").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Questions")
    started.refresh_from_db()
    assert started.answers == {"H_AREA": ["4"], "H4a": "yes"}
    profile.close()


PAGES = (
    "",
    "questions/",
    "questions/role/",
    "answers/",
    "compare/",
    "what-if/",
    "law/",
    "history/",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_and_reflows(page, as_ada, axe, answered, theme):
    page.emulate_media(color_scheme=theme)
    found, widths = {}, {}
    for name in PAGES:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"/classifications/{answered.ref}/{name}")
        found[name] = axe(page)
        page.set_viewport_size({"width": 320, "height": 640})
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: findings for name, findings in found.items() if findings} == {}
    assert {name: width for name, width in widths.items() if width > 320} == {}
