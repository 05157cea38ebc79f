"""The crosswalk in Chromium: find a pair in the matrix, dispute it, and settle the dispute."""

import pytest
from playwright.sync_api import expect

from controls.crosswalk.actions import catalogue
from controls.frameworks.loading import read_catalogue
from controls.models import Mapping
from tests import snapshots
from tests.people import PASSWORD, SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MATRIX = "/crosswalk/iso-42001/2023/eu-ai-act/2026-1744/"


@pytest.fixture
@snapshots.put_back
def shipped(people):
    """The catalogue as it is shipped."""
    return catalogue.take_over(read_catalogue(), unit=people.top, actor=SYSTEM)


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def test_a_mapping_is_disputed_from_the_matrix_and_the_dispute_is_settled(
    page, people, shipped, axe
):
    sign_in(page, people.ben)
    page.get_by_role("link", name="Crosswalk", exact=True).click()
    assert axe(page) == []
    page.get_by_role("link", name="ISO/IEC 42001, 2023 × EU AI Act, 2026-1744").click()
    expect(page.get_by_role("status").filter(has_text="243 pairs")).to_be_visible()
    assert axe(page) == []

    page.get_by_label("Relation").select_option("subset")
    expect(page.get_by_role("status").filter(has_text="4 of 243 pairs")).to_be_visible()
    page.get_by_role("link", name="A.9 and Art. 26: 1 pair, of strength 7 of 10").click()
    expect(page.get_by_role("status").filter(has_text="1 of 243 pairs")).to_be_visible()

    row = page.get_by_role("row").filter(has_text="Art. 26(1)")
    row.get_by_role("link", name="Dispute").click()
    page.get_by_label("Reason").fill("The article asks for more than this.")
    assert axe(page) == []
    page.get_by_role("button", name="Dispute").click()
    expect(page.get_by_text("The article asks for more than this.").first).to_be_visible()
    expect(page.get_by_text("Disputed").first).to_be_visible()
    assert axe(page) == []

    page.goto(f"{MATRIX}?state=disputed")
    expect(page.get_by_role("status").filter(has_text="1 of 243 pairs")).to_be_visible()
    page.goto("/frameworks/eu-ai-act/2026-1744/art-26-1/")
    mappings = page.get_by_role("region", name="Mappings", exact=True)
    expect(mappings.get_by_text("Disputed")).to_be_visible()
    assert axe(page) == []

    mapping = Mapping.objects.get(code="IE-132")
    page.context.clear_cookies()
    sign_in(page, people.adam)
    page.goto(f"/mappings/{mapping.ref}/settle/")
    page.get_by_label("It stands as it is: I have reviewed it").check()
    page.get_by_label("Reason").fill("Read again: the control holds more.")
    assert axe(page) == []
    page.get_by_role("button", name="Settle the dispute").click()
    expect(page.get_by_text("Reviewed").first).to_be_visible()
    assert Mapping.objects.get(pk=mapping.pk).reviewer == people.adam


def test_the_timeline_and_the_fines_are_read_by_everybody(page, people, shipped, axe):
    sign_in(page, people.vera)

    page.goto("/law/eu-ai-act/timeline/")
    expect(page.get_by_role("img", name="Dates along the years")).to_be_visible()
    assert axe(page) == []
    page.goto("/law/eu-ai-act/fines/")
    expect(page.get_by_text("EUR 35,000,000")).to_be_visible()
    assert axe(page) == []


def test_a_framework_of_ones_own_is_brought_in(page, people, axe, tmp_path):
    file = tmp_path / "house.csv"
    file.write_text("Code,Title,Text\n5,Policies,\n5.1,AI policy,There is one.\n")
    sign_in(page, people.adam)

    page.goto("/frameworks/")
    page.get_by_role("link", name="Bring in your own").click()
    assert axe(page) == []
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("This cannot be published yet")).to_be_visible()
    assert axe(page) == []

    page.get_by_label("Short name of the framework").fill("house-rules")
    page.get_by_label("Title", exact=True).fill("House rules")
    page.get_by_label("Who publishes it").fill("Example Works")
    page.get_by_label("Licence").fill("Own text.")
    page.get_by_label("Short name of the edition", exact=True).fill("1")
    page.get_by_label("Published", exact=True).fill("2026-01-01")
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Publish this edition").click()

    expect(page.get_by_role("heading", name="House rules 1", level=1)).to_be_visible()
    expect(page.get_by_text("AI policy")).to_be_visible()
    assert axe(page) == []
