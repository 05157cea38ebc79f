"""Around the Act: who may read it, what is shown, how it is narrowed, and where it stands."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from controls.companions.views.finding import laws
from records.actors import NOBODY, Actor
from tests import sessions

AROUND = "/law/eu-ai-act/around"
API = "/api/v1/law-companions/"


def client_of(person):
    client = Client()
    sessions.begin(client, person)
    return client


@pytest.fixture
def ada(people):
    """A client of ada, who has a role at one unit only."""
    return client_of(people.ada)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_it_begins_with_guidance(shipped, ada):
    assert ada.get(f"{AROUND}/").headers["Location"] == f"{AROUND}/guidance/"


def test_everybody_who_signed_in_may_read_every_shelf(shipped, people):
    cleo = client_of(people.cleo)

    for shelf in ("guidance", "standards", "related-law", "authorities"):
        assert cleo.get(f"{AROUND}/{shelf}/").status_code == 200
        assert Client().get(f"{AROUND}/{shelf}/").status_code == 302


def test_there_is_no_other_shelf(shipped, ada):
    for address in (
        "/law/iso-42001/around/",
        "/law/nothing/around/",
        f"{AROUND}/rumours/",
        f"{AROUND}/related_law/",
    ):
        assert ada.get(address).status_code == 404, address


def test_an_entry_is_told_with_link_state_date_and_what_it_concerns(shipped, ada):
    page = text_of(ada.get(f"{AROUND}/guidance/"))

    assert "10 of 10, for edition 2026-1744" in page
    assert "C(2025) 5052 final" in page
    assert 'rel="noopener noreferrer" href="https://digital-strategy.ec.europa.eu/' in page
    assert "29 Jul 2025: adopted; first shown on 4 February 2025" in page
    assert 'href="/frameworks/eu-ai-act/2026-1744/art-5/">Art. 5</a>' in page
    assert "Uncertain in part" in page
    assert "Still a draft on 1 October 2026 by two independent places" in page


def test_what_was_not_found_stands_there_with_its_reason(shipped, ada):
    page = text_of(ada.get(f"{AROUND}/authorities/"))

    assert "Not looked up or not found" in page
    assert "Authority of Austria" in page
    assert "no authority was named by 17 June 2026" in page


def test_a_supervisor_that_rests_on_a_draft_is_marked_with_the_reason(shipped, ada):
    page = text_of(ada.get(f"{AROUND}/authorities/?country=DE"))

    assert (
        "<strong>AI of financial institutions</strong> (uncertain: By the bill of 11 February 2026;"
        " the law as passed (KI-MIG, in force since 29 July 2026) was not read): Federal Financial "
        "Supervisory Authority (BaFin)</p>"
    ) in page


def test_each_entry_names_who_publishes_it_where_and_when_it_was_looked_at(shipped, ada):
    page = text_of(ada.get(f"{AROUND}/related-law/?q=2023/2225+CCD+II"))

    assert "1 of 32, for edition" in page
    assert (
        'href="https://eur-lex.europa.eu/eli/dir/2023/2225/oj">eur-lex.europa.eu</a>, '
        "European Parliament and Council; checked on 29 Nov 2026. Number, day of adoption" in page
    )


def test_what_the_commission_owes_is_told_point_by_point(shipped, ada):
    told = ada.get(f"{AROUND}/guidance/").context["owed"]
    before = ada.get(f"{AROUND}/guidance/?edition=2024-1689").context["owed"]

    states = [(item["point"].label, str(item["states"][0].word)) for item in told]
    assert states == [
        ("Art. 96(1)(a)", "None found"),
        ("Art. 96(1)(b)", "Final"),
        ("Art. 96(1)(c)", "None found"),
        ("Art. 96(1)(d)", "Final"),
        ("Art. 96(1)(e)", "None found"),
        ("Art. 96(1)(f)", "Final"),
        ("Art. 96(1)(g)", "None found"),
    ]
    assert len(before) == 6
    assert ada.get(f"{AROUND}/standards/").context["owed"] == []


def test_a_shelf_is_taken_out_as_it_is_narrowed(shipped, people):
    adam = client_of(people.adam)
    page = adam.get(f"{AROUND}/standards/?kind=international")
    addresses = [action.url for action in page.context["exports"]]

    answer = adam.get(addresses[1])
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    assert addresses[1] == f"{AROUND}/standards.csv?kind=international"
    assert len(lines) == 2
    assert lines[0][:3] == ["Title", "Number", "Publisher"]
    assert lines[1][-2].startswith("https://")
    found = json.loads(b"".join(adam.get(addresses[2])))
    assert [each["kind"] for each in found["records"]] == ["international"]
    assert adam.get(f"{AROUND}/standards.xlsx?provision=Art.+999").status_code == 400
    assert adam.get(f"{AROUND}/rumours.csv").status_code == 404


def test_who_signed_the_code_and_who_did_not_is_told(shipped, ada):
    page = text_of(ada.get(f"{AROUND}/guidance/?q=General-Purpose+Code"))

    assert "<strong>Signed in full</strong> (as of 5 July 2026): Aleph Alpha, Amazon" in page
    assert "<strong>Declined</strong>: Meta" in page


NARROWED = [
    ("guidance/?provision=Article+50+(2)", "2 of 10"),
    ("guidance/?status=draft", "2 of 10"),
    ("standards/?provision=Art.+15", "5 of 15"),
    ("standards/?kind=international", "1 of 15"),
    ("authorities/?country=FI", "1 of 22"),
    ("authorities/?status=proposed", "6 of 22"),
    ("authorities/?certainty=low", "3 of 22"),
    ("related-law/?kind=product_law", "20 of 32"),
    ("related-law/?kind=product_law&edition=2024-1689", "20 of 31"),
    ("related-law/?q=machinery", "1 of 32"),
]


def test_a_shelf_is_narrowed(shipped, ada):
    for query, count in NARROWED:
        assert f"{count}, for edition" in text_of(ada.get(f"{AROUND}/{query}")), query


def test_a_provision_that_is_not_there_is_refused_in_words(shipped, ada):
    page = text_of(ada.get(f"{AROUND}/guidance/?provision=Art.+999"))

    assert "“Art. 999” is no provision of this edition." in page


def test_an_unknown_edition_has_no_page(shipped, ada):
    assert ada.get(f"{AROUND}/guidance/?edition=2030").status_code == 404


def test_htmx_gets_the_list_alone(shipped, ada):
    answer = ada.get(
        f"{AROUND}/guidance/?status=draft", headers={"HX-Request": "true", "HX-Target": "results"}
    )

    assert answer.content.decode().strip().startswith('<div id="results"')


def test_the_list_of_frameworks_leads_there(shipped, ada):
    assert f'href="{AROUND}/">Around the Act</a>' in text_of(ada.get("/frameworks/"))


def test_a_provision_shows_what_stands_around_it(shipped, ada):
    page = text_of(ada.get("/frameworks/eu-ai-act/2026-1744/art-73-1/"))

    assert "Guidance, standards and related law" in page
    assert "Guidance and reporting template on serious incidents" in page
    assert f"{AROUND}/authorities/?provision=art-73-1" in page
    assert "22 authorities" not in page
    assert "21 authorities" in page


def test_a_provision_without_anything_around_it_has_no_such_panel(shipped, ada):
    page = text_of(ada.get("/frameworks/eu-ai-act/2026-1744/art-4/"))

    assert "Guidance, standards and related law" not in page


def test_a_shelf_costs_a_fixed_number_of_queries(shipped, ada):
    ada.get(f"{AROUND}/guidance/")

    with CaptureQueriesContext(
        connection,
    ) as few:
        ada.get(f"{AROUND}/guidance/?status=draft")
    with CaptureQueriesContext(connection) as many:
        ada.get(f"{AROUND}/related-law/")

    assert len(few) == len(many)


def test_search_finds_them_by_number_and_by_name(shipped, people):
    actor = Actor.of(people.ada)
    by_number, by_name = (
        list(laws(actor, text))[-1].hits for text in ("C(2026) 5054", "Bundesnetzagentur")
    )

    assert [hit.title for hit in by_number] == ["Guidelines on the transparency duties of Art. 50"]
    assert [hit.url for hit in by_name] == [f"{AROUND}/authorities/#de-bnetza"]
    assert list(laws(actor, " ")) == []
    assert list(laws(NOBODY, "Bundesnetzagentur")) == []


def test_programs_read_them(shipped, ada):
    answer = ada.get(f"{API}?framework=eu-ai-act&shelf=authorities&country=SI").json()

    assert (answer["framework"], answer["edition"]) == ("eu-ai-act", "2026-1744")
    assert [each["id"] for each in answer["companions"]] == ["si-akos"]
    assert answer["companions"][0]["languages"] == ["sl"]
    assert answer["not_found"][0]["country"] == "AT"


def test_programs_read_an_older_edition(shipped, ada):
    answer = ada.get(
        f"{API}?framework=eu-ai-act/2024-1689&shelf=related_law&provision=Annex I.A.1"
    ).json()

    assert [each["number"] for each in answer["companions"]] == ["Directive 2006/42/EC"]


UNKNOWN = [
    ("framework=nothing", "There is no framework or edition “nothing”."),
    ("framework=eu-ai-act&shelf=rumours", "“rumours” is no shelf; known are guidance,"),
    ("framework=eu-ai-act&country=XX", "“XX” is no country; known are EU, AT,"),
    ("framework=eu-ai-act&status=odd", "“odd” is no status; known are final, draft,"),
    ("framework=eu-ai-act&provision=Art. 999", "has no provision “Art. 999”."),
]


def test_programs_are_told_what_is_unknown(shipped, ada):
    for query, sentence in UNKNOWN:
        answer = ada.get(f"{API}?{query}")

        assert answer.status_code == 409, query
        assert sentence in answer.json()["title"]


def test_a_program_without_a_person_reads_nothing(shipped):
    assert Client().get(f"{API}?framework=eu-ai-act").status_code in {401, 403}
