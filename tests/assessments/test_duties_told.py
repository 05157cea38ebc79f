"""What stands with each duty: doubts, the earlier day, relief, and its place in the law."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.classification.actions import classifications, profiles
from assessments.classification.documents import chapters, duties, sources
from assessments.classification.documents.law import LawBook
from assessments.engine.relief import Relief
from controls.frameworks.loading import load_edition, official_url
from records.actors import Actor
from records.documents.sections import DocumentReading
from tests import sessions

OFFICIAL = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:02024R1689-20260727"
RELIEF = (Relief("Art. 26(5)", "Banks meet it by their rules on governance."),)
DOUBT = "Whether it binds at all is argued."
LETTER = date(2026, 8, 2)


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


@pytest.fixture
def lightened(answered, ada, monkeypatch):
    """A classification whose Art. 26(1) is in doubt, lighter, and older by the letter."""
    derive = profiles.derive

    def with_more(*args):
        return tuple(
            replace(item, relief=RELIEF, uncertain_why=DOUBT, formal_from=LETTER)
            if item.provision == "Art. 26(1)"
            else item
            for item in derive(*args)
        )

    _forget()
    monkeypatch.setattr(profiles, "derive", with_more)
    yield classifications.answer(answered, actor=ada, answers={"R14": "no"})
    _forget()


def _forget():
    profiles._digest_in.cache_clear()


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def row_of(page, start):
    return next(row for row in re.findall(r"<tr.*?</tr>", page) if start in row)


def test_the_list_marks_doubt_relief_and_the_earlier_day(lightened, client):
    row = row_of(text_of(client.get("/obligations/")), "Art. 26(1)")

    assert "Law not settled" in row
    assert f'title="{DOUBT}"' in row
    assert "by the letter 2 Aug 2026" in row
    assert "Relief: Art. 26(5)" in row


def test_rows_without_a_doubt_have_no_mark(lightened, client):
    row = row_of(text_of(client.get("/obligations/")), "Art. 26(2)")

    assert "not settled" not in row
    assert "by the letter" not in row
    assert "relief" not in row


def test_the_page_of_the_duty_tells_all_of_it(lightened, client):
    page = text_of(client.get(f"/obligations/{lightened.use_case.ref}/art-26-1/deployer/"))

    assert DOUBT in page
    assert "by the letter 2 Aug 2026" in page
    assert "Who wants to be safe takes the earlier day." in page
    assert "Banks meet it by their rules on governance." in page


def test_relief_is_called_by_one_word_on_lists_and_pages(lightened, client):
    page = text_of(client.get(f"/obligations/{lightened.use_case.ref}/art-26-1/deployer/"))

    assert page.count("Relief") == 1
    assert "lighter" not in page


def test_every_duty_in_the_list_leads_to_the_official_text(answered, client):
    page = text_of(client.get("/obligations/"))
    found = re.findall(r'class="source" href="([^"]+)"', page)

    assert len(found) == 19
    assert {address.partition("#")[0] for address in found} == {OFFICIAL.replace("&", "&amp;")}
    assert f"{OFFICIAL}#art_26" in found


def test_reasons_and_duties_of_a_result_lead_to_the_official_text(answered, client, law):
    page = text_of(client.get(f"/classifications/{answered.ref}/"))

    assert f'href="{OFFICIAL}#anx_III"' in page
    assert f'href="{OFFICIAL}#art_27"' in page
    assert 'rel="noopener noreferrer"' in page
    assert "Official text of Art. 27(1), at its publisher" in page


def test_the_page_of_a_duty_leads_to_both_texts(answered, client, law):
    page = text_of(client.get(f"/obligations/{answered.use_case.ref}/art-26-1/deployer/"))

    ours = reverse("law-provision", args=["eu-ai-act", "2026-1744", "art-26-1"])
    assert f'href="{ours}"' in page
    assert f'href="{OFFICIAL}#art_26"' in page


@pytest.mark.parametrize("edition", ["2024-1689", "2026-1744"])
def test_a_citation_leads_to_the_text_of_its_own_edition(edition, people):
    cited = LawBook(edition, linked=False).cite("Art. 6(3), Annex III")

    assert (cited.url, cited.source) == (official_url("eu-ai-act", edition, "Art. 6(3)"), "")
    assert cited.url.startswith("https://eur-lex.europa.eu/")


def test_a_named_duty_tells_doubt_relief_and_the_earlier_day(answered):
    item = {
        "provision": "Art. 27",
        "role": "deployer",
        "applies_from": "2027-12-02",
        "why": "Rule D_FRIA, Art. 27(1). Earliest under Art. 27 is Art. 27(1). So it is.",
        "relief": [{"provision": "Art. 27(2)", "says": "An earlier one may be used again."}],
        "uncertain_why": DOUBT,
        "formal_from": "2026-08-02",
    }
    reason = {"rule": "D_FRIA", "citation": "Art. 27(1)", "effect": {"add_duty": "Art. 27"}}
    outcome = {"duties": [item], "roles": ["deployer"], "reasons": [reason]}

    law = LawBook("2026-1744", linked=False)
    (told,) = duties.told(law, outcome, day=date(2026, 11, 24), counts="high_risk")

    assert told.why == "So it is."
    assert (told.uncertain_why, told.formal_from) == (DOUBT, LETTER)
    assert [(each.provision.label, each.says) for each in told.relief] == [
        ("Art. 27(2)", "An earlier one may be used again.")
    ]


def test_a_weak_source_is_no_doubt_about_the_law(answered, ada, client):
    classifications.answer(answered, actor=ada, answers={"R1": "yes"})
    row = row_of(text_of(client.get("/obligations/?provision=11(1)")), "Art. 11(1)")
    page = text_of(client.get(f"/obligations/{answered.use_case.ref}/art-11-1/provider/"))

    for shown in (row, page):
        assert "econdary source" in shown
        assert "ot settled" not in shown
        assert "secondary sources only; look it up" in shown


@pytest.mark.parametrize("edition", ["2024-1689", "2026-1744"])
def test_every_weak_source_of_the_catalogue_is_told_apart(edition):
    found = {
        item.id: sources.told_apart(item.uncertain_why)
        for item in load_edition("eu-ai-act", edition).provisions
    }

    assert {code for code, told in found.items() if told["weak_source"]} == {
        "Art. 6(5)", "Art. 11(1)", "Art. 17(1)", "Art. 27(5)", "Art. 50(7)", "Art. 73(7)",
    }  # fmt: skip
    assert not any("secondary" in told["uncertain_why"] for told in found.values())
    # What else is in doubt there stays.
    assert found["Art. 73(7)"]["uncertain_why"].endswith("had not confirmed by 23 November 2026.")


def test_the_pack_tells_the_obligations_with_all_of_it(lightened, people):
    reading = DocumentReading(Actor.of(people.ada), timezone.now())

    html = re.sub(r"<[^>]+>", "", chapters.classification(lightened.use_case, reading).chapter.html)

    assert DOUBT in html
    assert "Banks meet it by their rules on governance." in html
    assert "by the letter 2 Aug 2026" in html


def test_a_transition_is_no_duty(answered, ada):
    record = classifications.answer(answered, actor=ada, answers={"H_LEG": "yes", "H_CHG": "no"})

    named = [item["provision"] for item in record.outcome["duties"]]
    told = duties.told(
        LawBook(record.edition, linked=False), record.outcome, day=LETTER, counts="high_risk"
    )

    assert "Art. 111(2)" in named
    assert [duty.provision for duty in told if duty.provision.startswith("Art. 111")] == []
    assert len(told) == len([name for name in named if not name.startswith("Art. 111")])


def test_links_to_the_points_of_a_duty_stay_in_the_moment_that_is_read(answered, client):
    address = f"/obligations/{answered.use_case.ref}/art-26-6/deployer/"
    page = client.get(address, {"as_of": timezone.now().isoformat()})

    (point,) = (row.cells[0] for row in page.context["parts"])
    assert point.label == "Art. 26(6) second subparagraph"
    assert "?as_of=" in point.url
