"""A change of the law in Chromium, from the report to the new sign-off; obligations, taken on."""

import datetime

import pytest
from playwright.sync_api import expect

from assessments.classification.actions import classifications
from assessments.models import CalendarFeed, Classification, EditionReview, ObligationPlan
from governance.models import SignOff
from records import jobs
from tests.assessments import conftest as assessments
from tests.assessments.test_obligations import sign
from tests.people import PASSWORD

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

ON = datetime.date(2026, 11, 24)
# Colours fade over from theme to theme; half way their contrast tells nothing.
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  Promise.all(document.getAnimations().map((each) => each.finished)).then(() => done()))))"""


@pytest.fixture
def signed_old(answered, law, people, policy, ada):
    """A high-risk classification, read and signed under the law as first published."""
    record = classifications.choose_law(answered, actor=ada, edition="2024-1689", on=ON)
    return sign(record, people)


@pytest.fixture
def in_both_themes(page, axe):
    """Look at the page for findings of axe, in light and in dark: in_both_themes() == []."""

    def findings():
        found = []
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLED)
            found += axe(page)
        return found

    return findings


def sign_in(page, person):
    """Sign in by the form, as signing asks for the password again later."""
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def work():
    """Do what waits in the queue."""
    for key in jobs.waiting():
        jobs.run(key)


def figure(page, label):
    """Return the figure that stands under a label."""
    return page.locator(".stat").filter(has_text=label).locator(".stat-number")


def make_report(page):
    """Ask for the report from the pages of obligations, and wait for it."""
    page.get_by_role("link", name="Obligations", exact=True).first.click()
    page.get_by_role("link", name="Change of the law").click()
    page.get_by_label("From edition").select_option("2024-1689")
    page.get_by_label("To edition").select_option("2026-1744")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_text("Waiting for its turn").first).to_be_visible()
    work()
    page.get_by_role("link", name="Show the report").click()


def test_a_change_of_the_law_goes_from_the_report_to_a_new_sign_off(
    page, people, signed_old, in_both_themes
):
    old = SignOff.objects.get()

    # The compliance officer reads what changes, and gives the task.
    sign_in(page, people.ben)
    page.goto("/obligations/changes/")
    assert in_both_themes() == []
    make_report(page)
    expect(figure(page, "Classifications read")).to_have_text("1")
    expect(figure(page, "Outcome stays")).to_have_text("1")
    expect(figure(page, "Obligations moved")).to_have_text("19")
    assert in_both_themes() == []
    report = page.url
    page.get_by_label("Found").select_option(label="outcome changes")
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()
    page.get_by_label("Found").select_option(label="outcome stays")
    expect(page.get_by_role("status").filter(has_text="1 record")).to_be_visible()
    page.get_by_role("link", name="Ranking of applications").first.click()
    moved = page.get_by_role("table", name="Moved from 2 Aug 2026 to 2 Dec 2027").first
    expect(moved.get_by_role("row").filter(has_text="Art. 26(1)")).to_be_visible()
    assert in_both_themes() == []
    assert EditionReview.objects.count() == 0

    page.goto(report)
    page.locator("tbody input[name=pk]").check()
    page.get_by_role("button", name="Give their owners the task").click()
    expect(page.get_by_text("1 task was given.")).to_be_visible()
    assert in_both_themes() == []
    assert Classification.objects.get().edition == "2024-1689"

    # The owner finds the task, and adopts the new edition.
    sign_in(page, people.ada)
    task = page.get_by_role("listitem").filter(has_text="Classify again under edition 2026-1744")
    task.get_by_role("link").first.click()
    expect(page.get_by_text("outcome stays").first).to_be_visible()
    assert in_both_themes() == []
    page.get_by_role("link", name="Read by the new edition").click()
    page.get_by_label("Send it for sign-off at once").check()
    assert in_both_themes() == []
    page.get_by_role("button", name="Read by the new edition").click()
    expect(page.get_by_text("read by the new edition").first).to_be_visible()
    assert Classification.objects.get().edition == "2026-1744"
    page.goto("/")
    expect(page.get_by_text("Classify again under edition")).to_have_count(0)

    # A second person signs again.
    sign_in(page, people.ben)
    asked = SignOff.objects.exclude(pk=old.pk).get()
    page.get_by_role("link", name=f"Sign {signed_old.ref}").click()
    expect(page.get_by_text("Read by edition 2026-1744 after a change of the law.")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Your signature is recorded")).to_be_visible()
    assert asked.signatures.count() == 1
    assert Classification.objects.with_standing().get().standing == "signed"

    # What was signed under the old edition stays readable, with its digest.
    page.goto(f"/sign-offs/{old.ref}/")
    expect(page.get_by_text(old.items[0]["digest"]).first).to_be_visible()
    assert in_both_themes() == []


def test_an_obligation_is_taken_on(page, people, signed_in, answered, law, in_both_themes):
    signed_in(people.ada)
    page.goto("/obligations/")
    assert in_both_themes() == []
    page.get_by_role("link", name="Art. 26(1)").first.click()
    page.get_by_label("Owner").select_option(label="Ada Example")
    page.get_by_label("Next step").fill("Ask the supplier for the instructions")
    assert in_both_themes() == []
    page.get_by_role("button", name="Save plan").click()

    expect(page.get_by_text("The plan was saved.")).to_be_visible()
    plan = ObligationPlan.objects.get()
    assert (plan.owner, plan.next_step) == (people.ada, "Ask the supplier for the instructions")
    page.goto("/obligations/?owned=somebody&columns=use_case,owner,step")
    expect(page.get_by_role("row").filter(has_text="Ask the supplier")).to_have_count(1)


def test_many_obligations_are_planned_together(
    page, people, signed_in, answered, law, in_both_themes
):
    signed_in(people.ada)
    page.goto("/obligations/?provision=27")
    for box in page.locator("tbody input[name=pk]").all():
        box.check()
    page.get_by_role("button", name="Plan together").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan 3 obligations together")
    assert in_both_themes() == []
    page.get_by_label("Change: Owner").check()
    page.get_by_role("combobox", name="Owner").select_option(label="Ada Example")
    page.get_by_role("button", name="Plan together").click()

    expect(page.get_by_text("3 obligations were planned.")).to_be_visible()
    assert ObligationPlan.objects.filter(owner=people.ada).count() == 3


def test_a_calendar_address_is_made_and_withdrawn(
    page, people, signed_in, answered, law, in_both_themes
):
    signed_in(people.ada)
    page.goto("/obligations/calendar/")
    assert in_both_themes() == []
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("code").first.inner_text()
    assert in_both_themes() == []
    feed = page.request.get(address)
    assert (feed.status, feed.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answered.use_case.name not in feed.text()

    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("The calendar address was withdrawn.")).to_be_visible()
    assert page.request.get(address).status == 404
    assert CalendarFeed.objects.current().count() == 0


def test_a_number_of_the_overview_leads_to_as_many_gaps(page, people, signed_in, answered, law):
    signed_in(people.ada)
    page.goto("/overview/")
    expect(figure(page, "Class not signed")).to_have_text("1")
    page.locator(".stat").filter(has_text="Class not signed").get_by_role("link").click()

    expect(page.get_by_role("status").filter(has_text="1 gap")).to_be_visible()
    expect(page.locator(".results > .table-box tbody tr")).to_have_count(1)
