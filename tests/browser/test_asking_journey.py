"""A question somebody cannot answer goes to a colleague, comes back answered, and is classified."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from assessments.questionnaires.actions import asking
from governance.people.actions import people as staff
from governance.rules import Role
from records import jobs
from records.models import Job
from tests.assessments import conftest as assessments
from tests.people import SYSTEM

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
def vic(people):
    """A viewer at home, who bought the system and may change nothing."""
    person = staff.add_person(
        name="Vic Example", email="vic@example.org", unit=people.home, actor=SYSTEM
    )
    staff.appoint(person, role=Role.VIEWER, unit=people.home, actor=SYSTEM)
    return person


def test_classify_with_an_unknown_question_passed_to_a_colleague(
    page, people, signed_in, axe, started, law, vic
):
    signed_in(people.ada)
    page.goto(f"/classifications/{started.ref}/questions/role/")
    page.locator("#R2").get_by_label("Yes").check()
    page.locator("#R1").get_by_role("button", name="Ask a colleague").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask a colleague")
    assert axe(page) == []
    page.get_by_label("Whom do you ask?").select_option(label="Vic Example")
    page.get_by_label("Note").fill("You signed the contract: is it ours?")
    page.get_by_role("button", name="Ask", exact=True).click()

    expect(page.locator("#R1")).to_contain_text("Vic Example has this question since")
    started.refresh_from_db()
    assert started.answers == {"R2": "yes"}
    assert axe(page) == []
    page.goto("/")
    expect(page.locator("main")).to_contain_text("You wait for an answer by Vic Example.")
    page.goto(f"/classifications/{started.ref}/questions/")
    expect(page.locator("main")).to_contain_text("1 question is with a colleague")
    assert axe(page) == []

    jobs.run(str(Job.objects.get(task=asking.MAIL).pk))
    address = next(line for line in mail.outbox[0].body.splitlines() if "/classifications/" in line)
    signed_in(vic)
    page.goto("/")
    page.get_by_role("link", name="Answer a question on Ranking of applications").click()
    assert page.url.endswith(address.partition("/classifications/")[2])
    expect(page.locator("main")).to_contain_text("You signed the contract: is it ours?")
    expect(page.locator("fieldset.question")).to_have_count(1)
    assert axe(page) == []
    page.locator("#R1").get_by_label("No", exact=False).first.check()
    page.get_by_label("Comment").fill("We bought it, the supplier put its name on it.")
    page.get_by_role("button", name="Answer", exact=True).click()

    expect(page.locator("main")).to_contain_text("Thank you. Your answer was recorded.")
    started.refresh_from_db()
    assert started.answers == {"R1": "no", "R2": "yes"}
    signed_in(people.ada)
    page.goto(f"/classifications/{started.ref}/questions/role/")
    expect(page.locator("#R1")).to_contain_text("the supplier put its name on it")
    expect(page.locator("#R1").get_by_label("No", exact=False).first).to_be_checked()


def test_a_colleague_who_does_not_know_gives_it_back_by_keyboard(
    page, people, signed_in, axe, started, ada, vic
):
    asking.ask(started, actor=ada, question="R1", person=vic)
    signed_in(vic)
    page.goto(f"/classifications/{started.ref}/asked/R1/")

    page.get_by_text("I do not know either").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What do you know, or who may know more?").fill("Ask procurement.")
    assert axe(page) == []
    page.get_by_role("button", name="Give the question back").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    signed_in(people.ada)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Vic Example does not know the answer either.")


PAGES = ("ask/R2/", "asked/R2/", "override/", "beside/", "renew/", "what-if/", "questions/role/")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_new_page_is_accessible_and_reflows(
    page, people, signed_in, axe, answered, ada, theme
):
    asking.ask(answered, actor=ada, question="R3", person=people.ben, note="Please.")
    signed_in(people.ada)
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
