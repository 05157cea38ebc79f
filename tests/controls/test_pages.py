"""Reading laws and standards: who may, what is shown, and what it costs."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from controls.frameworks.loading import load_edition
from governance.people.actions import people as acts
from governance.rules import Role
from tests import sessions
from tests.people import SYSTEM

ACT = "/frameworks/eu-ai-act"


@pytest.fixture
def ada(people):
    """A client of ada, who has a role at one unit only."""
    client = Client()
    sessions.begin(client, people.ada)
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_names_every_framework_with_its_editions(shipped, ada):
    page = text_of(ada.get("/frameworks/"))

    assert "EU Artificial Intelligence Act" in page
    assert "ISO/IEC 42001:2023" in page
    assert f'href="{ACT}/2024-1689/"' in page
    assert f'href="{ACT}/2026-1744/"' in page
    assert "In force since 27 Jul 2026" in page
    assert "Published 18 Dec 2023" in page
    assert "Replaced since 27 Jul 2026" in page


def test_a_framework_leads_to_its_edition_in_force(shipped, ada):
    assert ada.get(f"{ACT}/").headers["Location"] == f"{ACT}/2026-1744/"
    assert ada.get("/frameworks/iso-42001/").headers["Location"] == "/frameworks/iso-42001/2023/"


def test_an_edition_is_read_by_chapters_with_its_signs(shipped, ada):
    page = text_of(ada.get(f"{ACT}/2026-1744/?on=2026-11-24"))

    assert "509 provisions, as the law stands on" in page
    assert "Chapter II: Prohibited practices" in page
    assert "Nothing here is legal advice." in page
    assert "Amended" in page
    assert "<br>from 2 Dec 2027 (Annex III)<br>from 2 Aug 2028 (Annex I)" in page
    assert "93 uncertain" in page


def test_doubt_about_a_whole_edition_is_shown_with_its_reason(shipped, ada):
    page = text_of(ada.get("/frameworks/iso-42001/2023/"))

    assert "Not everything in this edition is settled" in page
    assert "compiled from practice sources, not from the standard text" in page


def test_filters_narrow_and_keep_what_stands_above(shipped, ada):
    answer = ada.get(f"{ACT}/2026-1744/", {"kind": "prohibition", "on": "2026-11-24"})

    shown = [row for chapter in answer.context["chapters"] for row in chapter.rows]
    assert answer.context["count"] == 12
    assert {row.code for row in shown if not row.is_hit} >= {"Art. 5", "Art. 5(1)"}
    assert all(row.is_group for row in shown if not row.is_hit)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"addressee": "importer"}, 33),
        ({"applies_to": "gpai_systemic_risk"}, 25),
        ({"status": "deleted"}, 4),
        ({"status": "inserted"}, 34),
        ({"uncertain": "yes"}, 93),
        ({"standing": "applies", "on": "2025-02-02"}, None),
        ({"q": "art 27"}, None),
        ({"q": "real-world testing"}, None),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else "",
)
def test_every_filter_gives_what_the_rows_say(shipped, ada, query, count):
    answer = ada.get(f"{ACT}/2026-1744/", query)

    hits = [row for chapter in answer.context["chapters"] for row in chapter.rows if row.is_hit]
    assert 0 < answer.context["count"] < 509
    assert answer.context["count"] <= len(hits)
    if count is not None:
        assert answer.context["count"] == count


def test_a_number_finds_the_article_and_not_its_likes(shipped, ada):
    answer = ada.get(f"{ACT}/2026-1744/", {"q": "Article 5"})

    hits = [
        row.code for chapter in answer.context["chapters"] for row in chapter.rows if row.is_hit
    ]
    assert "Art. 5(1)(a)" in hits
    assert all(code.startswith(("Art. 5(", "Art. 5")) and not code[6:7].isdigit() for code in hits)


def test_the_day_decides_what_applies(shipped, ada):
    url = f"{ACT}/2026-1744/"

    before = ada.get(url, {"standing": "applies", "on": "2027-12-01", "q": "Art. 9(2)"})
    between = ada.get(url, {"standing": "in_part", "on": "2027-12-02", "q": "Art. 9(2)"})
    after = ada.get(url, {"standing": "applies", "on": "2028-08-02", "q": "Art. 9(2)"})

    assert before.context["count"] == 0
    assert between.context["count"] == after.context["count"] > 0


def test_what_a_later_edition_inserts_is_left_out_until_asked_for(shipped, ada):
    first = ada.get(f"{ACT}/2024-1689/")
    asked = ada.get(f"{ACT}/2024-1689/", {"status": "absent"})

    codes = {row.code for chapter in first.context["chapters"] for row in chapter.rows}
    assert "Art. 5(1)(ba)" not in codes
    assert first.context["whole"] + first.context["left_out"] == 509
    assert asked.context["count"] == first.context["left_out"]


def test_the_edition_of_another_day_says_which_one_is_in_force(shipped, ada):
    page = text_of(ada.get(f"{ACT}/2024-1689/?on=2026-11-24"))

    assert "This is not the edition in force on that day" in page
    assert f'href="{ACT}/2026-1744/"' in page


def test_a_day_that_is_none_is_told(shipped, ada):
    page = text_of(ada.get(f"{ACT}/2026-1744/?on=soon"))

    assert "A filter cannot be read" in page


def test_a_provision_page_tells_words_dates_doubt_and_change(shipped, ada):
    page = text_of(ada.get(f"{ACT}/2026-1744/art-49-2/?on=2026-11-24"))

    assert "Uncertain, and why" in page
    assert "Two readings exist." in page
    assert "By the bare letter of the law" in page
    assert "Art. 49(2) of Regulation (EU) 2024/1689 as amended by" in page
    assert "Providers" in page
    assert "Nothing here is legal advice." in page


def test_a_provision_leads_to_its_place_in_the_official_text_of_its_edition(shipped, ada):
    page = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:"

    old = text_of(ada.get(f"{ACT}/2024-1689/art-6-3/"))
    new = text_of(ada.get(f"{ACT}/2026-1744/art-6-3/"))

    assert f'href="{page}32024R1689#006.003"' in old
    assert f'href="{page}02024R1689-20260727#art_6"' in new


def test_a_provision_stands_side_by_side_in_both_editions(shipped, ada):
    page = text_of(ada.get(f"{ACT}/2024-1689/art-10-5/"))

    assert "Deleted; moved and widened in Art. 4a." in page
    assert "Deleted from 27 Jul 2026." in page
    assert "As first published" in page


def test_a_provision_of_a_replaced_edition_leads_to_the_one_in_force(shipped, ada):
    old = text_of(ada.get(f"{ACT}/2024-1689/art-10-5/?on=2026-07-27"))
    day_before = text_of(ada.get(f"{ACT}/2024-1689/art-10-5/?on=2026-07-26"))

    assert "This is not the edition in force on that day" in old
    assert f'href="{ACT}/2026-1744/art-10-5/"' in old
    assert "This is not the edition in force on that day" not in day_before


def test_a_standard_says_what_an_auditor_expects(shipped, ada):
    page = text_of(ada.get("/frameworks/iso-42001/2023/clause-4-1/"))

    assert "An auditor expects to see:" in page
    assert "Record of internal and external issues" in page


def test_neighbours_lead_through_the_text(shipped, ada):
    answer = ada.get(f"{ACT}/2026-1744/art-9-1/")

    assert answer.context["up"].label == "Art. 9"
    assert answer.context["before"].label == "Art. 9"
    assert answer.context["after"].label == "Art. 9(2)"


@pytest.mark.parametrize(
    "path",
    ["/frameworks/nothing/", f"{ACT}/1999/", f"{ACT}/2026-1744/art-999/"],
    ids=["framework", "edition", "provision"],
)
def test_what_does_not_exist_is_404(shipped, ada, path):
    assert ada.get(path).status_code == 404


PAGES = [f"{ACT}/", f"{ACT}/2026-1744/", f"{ACT}/2026-1744/art-9-1/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_law_is_for_those_who_may_read_here(shipped, people, path):
    ended = Client()
    sessions.begin(ended, people.zoe)

    stranger = Client().get(path)

    assert stranger.status_code == 302
    assert stranger.headers["Location"].startswith("/accounts/login/")
    assert ended.get(path).status_code == 404


def test_what_was_corrected_is_told_with_reason_and_place(shipped, ada):
    page = ada.get(f"{ACT}/2026-1744/")

    [revision] = page.context["corrected"]
    first = revision["corrections"][0]
    corrected = load_edition("eu-ai-act", "2026-1744").revisions[0]
    assert (revision["revision"], len(revision["corrections"])) == (2, len(corrected.corrections))
    assert (first["reason"][:27], first["citation"]) == (
        "The paragraph names nobody,",
        "Art. 49(1), (3) and (5)",
    )
    assert [link.label for link in first["links"]] == ["Art. 49(5)"]
    assert "Corrected since it was first published" in page.content.decode()
    assert ada.get("/frameworks/iso-42001/2023/").context["corrected"] == []


def test_a_viewer_reads_but_takes_no_file(shipped, people, ada):
    vic = acts.add_person(
        name="Vic", email="vic@example.org", unit=people.home, actor=SYSTEM, password=None
    )
    acts.appoint(vic, role=Role.VIEWER, unit=people.home, actor=SYSTEM)
    client = Client()
    sessions.begin(client, vic)

    assert client.get(f"{ACT}/2026-1744/").context["exports"] == []
    assert client.get(f"{ACT}/2026-1744/provisions.csv").status_code == 403
    assert client.get("/law/eu-ai-act/around/standards/").context["exports"] == []
    assert client.get("/law/eu-ai-act/around/standards.csv").status_code == 403
    assert ada.get(f"{ACT}/2026-1744/provisions.csv").status_code == 200


def test_files_hold_what_the_page_shows(shipped, ada):
    query = {"kind": "prohibition", "on": "2026-11-24"}
    base = f"{ACT}/2026-1744/provisions"

    table = b"".join(ada.get(f"{base}.csv", query).streaming_content).decode("utf-8-sig")
    book = b"".join(ada.get(f"{base}.xlsx", query).streaming_content)
    data = json.loads(b"".join(ada.get(f"{base}.json", query).streaming_content))

    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(data["records"]) == 12
    assert rows[0]["Number"] == data["records"][0]["id"] == "Art. 5(1)(a)"
    assert {row["On 2026-11-24"] for row in rows} == {"Applies", "Applies later"}
    assert len(data["content_digest"]) == 64
    assert data["on"] == "2026-11-24"
    assert book[:2] == b"PK"


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_text(shipped, ada):
    small, large = "/frameworks/nist-ai-600-1/2024/", f"{ACT}/2026-1744/"

    assert queries(ada, small) == queries(ada, large)
    assert queries(ada, large) <= 10
    for url in (f"{large}art-9-1/", f"{small}gai-1/"):
        ada.get(url)  # outlines and ways of claims are read once in each process
    # A provision without mapping needs one query less: there is no mapping to read.
    without = queries(ada, f"{small}gai-1/")
    concerned = 2  # which use cases, and how many: asked for the AI Act alone
    assert queries(ada, f"{large}art-9-1/") - concerned in (without, without + 1)
    assert queries(ada, f"{large}art-9-2/") - concerned == without + 1


def test_the_past_shows_only_what_was_published_by_then(shipped, ada, people):
    then = {"as_of": people.home.created_at.isoformat()}

    assert ada.get(f"{ACT}/2026-1744/", then).status_code == 404


def test_links_keep_the_moment_and_the_day_that_are_read(shipped, ada):
    moment = timezone.now().isoformat()
    query = {"as_of": moment, "on": "2027-12-02", "q": "Art. 9(1)"}

    answer = ada.get(f"{ACT}/2026-1744/", query)

    assert answer.status_code == 200
    row = answer.context["chapters"][0].rows[-1]
    page = ada.get(row.url)
    assert page.context["day"].isoformat() == "2027-12-02"
    assert page.context["shell"]["as_of"] is not None


def test_record_pages_lead_to_the_text(shipped, people):
    adam = Client()
    sessions.begin(adam, people.adam)
    edition = shipped.published[0]

    page = text_of(adam.get(f"/editions/{edition.ref}/"))

    assert edition.get_absolute_url() in page
    assert edition.content_digest in page
