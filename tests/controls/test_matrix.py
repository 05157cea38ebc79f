"""The matrix of two editions, and what the page of a provision says of its mappings."""

import csv
import io
import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.safestring import SafeString

from controls.crosswalk.actions import catalogue, mapping_files, mappings
from controls.frameworks.loading import read_catalogue
from controls.frameworks.views import provision_panels
from controls.models import Mapping
from records.actors import Actor
from records.changing.archiving import archive
from records.models import Entry
from records.shapes import PanelShown
from tests import sessions
from tests.people import SYSTEM
from tests.people import make as make_people

ISO_ACT = "/crosswalk/iso-42001/2023/eu-ai-act/2026-1744/"
ACT_ISO = "/crosswalk/eu-ai-act/2026-1744/iso-42001/2023/"
ACT_NIST = "/crosswalk/eu-ai-act/2026-1744/nist-ai-rmf/1.0/"
CONTROL = "/frameworks/iso-42001/2023/a-6-2-4/"


@pytest.fixture(scope="module")
def stock(django_db_setup, django_db_blocker):
    """Everything that is shipped, published once: writing it for each test would take minutes."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = make_people()
        yield people, catalogue.take_over(read_catalogue(), unit=people.top, actor=SYSTEM)
        transaction.set_rollback(True)


@pytest.fixture
def people(stock, db):
    """The people of the organisation that holds the catalogue."""
    return stock[0]


@pytest.fixture
def shipped(stock, db):
    """What came of taking the catalogue over."""
    return stock[1]


def signed_in(person):
    client = Client()
    sessions.begin(client, person)
    return client


@pytest.fixture
def ada(people):
    """A client of ada, who may only read at the top."""
    return signed_in(people.ada)


@pytest.fixture
def adam(people):
    """A client of the administrator."""
    return signed_in(people.adam)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_crosswalk_counts_the_mappings_of_each_pair_of_frameworks(shipped, ada):
    rows = ada.get("/crosswalk/").context["rows"]

    assert sorted(row.cells[1:] for row in rows) == [[171, 0, 0], [227, 0, 0], [243, 0, 0]]


def test_two_editions_can_be_chosen(shipped, ada):
    editions = {edition.code: edition for edition in shipped.published}

    answer = ada.get(
        "/crosswalk/", {"first": editions["2023"].pk, "second": editions["2026-1744"].pk}
    )

    assert answer.headers["Location"] == ISO_ACT


def test_editions_of_one_framework_are_not_put_side_by_side(shipped, ada):
    editions = {edition.code: edition for edition in shipped.published}
    same = {"first": editions["2024-1689"].pk, "second": editions["2026-1744"].pk}

    page = ada.get("/crosswalk/", same)

    assert "Choose editions of two different frameworks." in text_of(page)
    assert ada.get("/crosswalk/eu-ai-act/2024-1689/eu-ai-act/2026-1744/").status_code == 404


def test_the_matrix_shows_every_pair_as_picture_and_as_table(shipped, ada):
    page = ada.get(ISO_ACT)

    squares = [s for line in page.context["heat"]["lines"] for s in line["squares"]]
    assert page.context["count"] == page.context["whole"] == 243
    assert sum(square.count for square in squares) == 243
    assert len(page.context["rows"]) == 50
    assert max(square.strongest for square in squares) == 8


def test_what_is_left_without_a_pair_on_purpose_is_told_with_its_reason(shipped, ada):
    act, nist = ada.get(ACT_NIST).context["without"]
    text = text_of(ada.get(ACT_NIST))

    assert (len(act["rows"]), len(nist["rows"])) == (12, 3)
    assert [link.label for link in nist["rows"][1]["links"]] == ["MAP 1.3", "MAP 1.4"]
    assert "No outcome knows a representative in the Union." in text
    assert 'href="/frameworks/nist-ai-rmf/1.0/map-3-1/">MAP 3.1</a>' in text


def test_what_somebody_mapped_since_is_no_longer_left_out(shipped, ada):
    ends = {edition.code: edition for edition in shipped.published}
    values = {
        "unit": ends["1.0"].unit,
        "source_framework": ends["2026-1744"].framework,
        "source_code": "Art. 8(1)",
        "target_framework": ends["1.0"].framework,
        "target_code": "MAP 3.1",
        "relation": "intersects",
        "strength": 2,
        "rationale": "Both weigh what a system is for.",
    }

    mappings.propose(actor=SYSTEM, values=values)

    nist = ada.get(ACT_NIST).context["without"][1]
    assert [len(row["links"]) for row in nist["rows"]] == [2, 2]


def test_a_square_with_one_pair_says_so(shipped, ada):
    squares = [s for line in ada.get(ISO_ACT).context["heat"]["lines"] for s in line["squares"]]
    single = next(square for square in squares if square.count == 1)

    assert "1 pair, of strength" in single.says
    assert "1 pairs" not in text_of(ada.get(ISO_ACT))


def test_a_square_leads_to_its_pairs(shipped, ada):
    squares = [s for line in ada.get(ISO_ACT).context["heat"]["lines"] for s in line["squares"]]
    fullest = max(squares, key=lambda square: square.count)

    page = ada.get(ISO_ACT.rsplit("/", 1)[0] + "/" + fullest.url.rpartition("/")[2])

    assert page.context["count"] == fullest.count
    assert len(page.context["chips"]) == 2


def test_read_backwards_the_relation_is_the_inverse(shipped, ada):
    there = ada.get(ISO_ACT, {"relation": "subset"})
    back = ada.get(ACT_ISO, {"relation": "superset"})

    pairs = {(row.cells[0].label, row.cells[2].label) for row in there.context["rows"]}
    assert ("A.6.2.4", "Art. 17(1)(d)") in pairs
    assert {(b, a) for a, b in pairs} == {
        (row.cells[0].label, row.cells[2].label) for row in back.context["rows"]
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"strength": "8"}, 3),
        ({"relation": "subset"}, 4),
        ({"state": "reviewed"}, 0),
        ({"row": "A.6"}, None),
    ],
    ids=["strength", "relation", "state", "group"],
)
def test_filters_narrow_the_pairs(shipped, ada, query, count):
    page = ada.get(ISO_ACT, query)

    expected = Mapping.objects.filter(
        source_framework__code="iso-42001", target_framework__code="eu-ai-act"
    )
    if "strength" in query:
        expected = expected.filter(strength__gte=8)
    if "relation" in query:
        expected = expected.filter(relation="subset")
    if "state" in query:
        expected = expected.filter(state="reviewed")
    if "row" in query:
        expected = expected.filter(source_code__startswith="A.6")
    assert page.context["count"] == expected.count()
    assert page.context["whole"] == 243


def test_derived_pairs_are_asked_for_and_marked(shipped, ada):
    page = ada.get(ISO_ACT, {"basis": "derived", "page": "30"})

    assert page.context["whole"] > 243
    signs = {
        sign.word for row in page.context["rows"] for sign in row.cells[4] if hasattr(sign, "word")
    }
    assert "Derived" in signs


def test_the_replaced_edition_has_no_pair_with_what_it_lacks(shipped, ada):
    old = ada.get("/crosswalk/iso-42001/2023/eu-ai-act/2024-1689/")

    assert old.context["count"] < 243
    assert "Art. 4a" not in {row.cells[2].label for row in old.context["rows"]}


def test_a_filter_that_is_none_shows_nothing_wrong(shipped, ada):
    assert ada.get(ISO_ACT, {"strength": "77"}).status_code == 200
    assert ada.get(f"{ISO_ACT}mappings.csv", {"strength": "77"}).status_code == 400


def test_the_control_says_what_it_gives_under_the_act(shipped, ada):
    page = text_of(ada.get(CONTROL))

    assert "Mappings to EU AI Act" in page
    assert "Art. 17(1)(d)" in page
    assert "lies inside" in page
    assert "derived over a third framework" in page
    assert "Weakest:" in page


def test_the_act_says_what_the_standard_gives(shipped, ada):
    page = text_of(ada.get("/frameworks/eu-ai-act/2026-1744/art-17-1-d/"))

    assert "A.6.2.4" in page
    assert "contains" in page


def test_a_point_says_from_which_paragraph_it_inherits(shipped, ada):
    page = text_of(ada.get("/frameworks/eu-ai-act/2026-1744/art-17-1-h/"))

    assert "inherited from Art. 17(1)" in page or "CW-" in page


def test_dispute_is_offered_to_those_who_may_and_marks_the_mapping(shipped, ada, adam, people):
    mapping = Mapping.objects.get(code="IE-088")
    vera = signed_in(people.vera)
    assert "Dispute" not in text_of(vera.get(CONTROL))
    assert f"/mappings/{mapping.ref}/dispute/" in text_of(ada.get(CONTROL))
    assert f"/mappings/{mapping.ref}/dispute/" in text_of(adam.get(CONTROL))

    adam.post(
        f"/mappings/{mapping.ref}/dispute/", {"reason": "The article asks for less.", "_key": "d1"}
    )

    page = adam.get(ISO_ACT, {"state": "disputed"})
    assert page.context["count"] == 1
    assert "Disputed" in text_of(ada.get(CONTROL))
    assert "The article asks for less." in text_of(adam.get(f"/mappings/{mapping.ref}/history/"))


def test_nothing_is_derived_from_what_is_disputed(shipped, ada, people):
    before = ada.get(ISO_ACT, {"basis": "derived"}).context["whole"]
    for mapping in Mapping.objects.filter(source_framework__code="eu-ai-act"):
        mappings.dispute(mapping, actor=Actor.of(people.adam), reason="Test.")

    after = ada.get(ISO_ACT, {"basis": "derived"}).context["whole"]

    assert before > after == 243


def test_the_matrix_is_read_as_of_a_moment(shipped, ada, people):
    moment = timezone.now().isoformat()
    mapping = Mapping.objects.get(code="IE-088")
    mappings.dispute(mapping, actor=Actor.of(people.adam), reason="Test.")

    now = ada.get(ISO_ACT, {"state": "disputed"})
    then = ada.get(ISO_ACT, {"state": "disputed", "as_of": moment})

    assert (now.context["count"], then.context["count"]) == (1, 0)
    assert ada.get(ISO_ACT, {"as_of": people.home.created_at.isoformat()}).status_code == 404


def queries(client, path, **query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, query).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_pairs(shipped, adam):
    for path in (ISO_ACT, CONTROL, "/frameworks/eu-ai-act/2026-1744/art-17-1-b/"):
        adam.get(path)  # outlines of editions are read once in each process

    assert queries(adam, ISO_ACT) == queries(adam, ISO_ACT, strength="8") <= 20
    assert queries(adam, CONTROL) == queries(adam, "/frameworks/iso-42001/2023/clause-4-1/") <= 20


# Files


def streamed(answer):
    return b"".join(answer.streaming_content)


def test_files_hold_what_the_page_shows(shipped, ada):
    query = {"relation": "subset"}

    table = streamed(ada.get(f"{ISO_ACT}mappings.csv", query)).decode("utf-8-sig")
    book = streamed(ada.get(f"{ISO_ACT}mappings.xlsx", query))
    data = json.loads(streamed(ada.get(f"{ISO_ACT}mappings.json", query)))

    rows = list(csv.reader(io.StringIO(table)))
    assert len(rows) - 1 == len(data["records"]) == 4
    assert rows[1][:4] == ["A.6.2.3", "Design and development records", "lies inside", "Art. 11(1)"]
    assert data["source"] == {"framework": "iso-42001", "edition": "2023"}
    assert {record["relation"] for record in data["records"]} == {"subset"}
    assert book[:2] == b"PK"


def test_page_and_file_are_sorted_alike(shipped, ada):
    page = ada.get(ISO_ACT, {"sort": "-strength"}).context
    answer = ada.get(f"{ISO_ACT}mappings.csv", {"sort": "-strength"})
    lines = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))

    strengths = [int(line[5]) for line in list(lines)[1:]]
    assert [column.sorted for column in page["columns"]] == ["", "", "", "desc", "", ""]
    assert [row.cells[3] for row in page["rows"]] == strengths[:50]
    assert (len(strengths), strengths) == (243, sorted(strengths, reverse=True))
    assert page["exports"][1].url == f"{ISO_ACT}mappings.csv?sort=-strength"


def test_unsorted_pairs_stand_in_reading_order(shipped, ada):
    plain, sorted_ = (
        [row.label for row in ada.get(ISO_ACT, query).context["rows"]]
        for query in ({}, {"sort": "first"})
    )
    last = ada.get(ISO_ACT, {"sort": "-first", "page": "5"}).context["rows"][-1]

    assert plain == sorted_
    assert (plain[0].split()[0], last.label.split()[0]) == ("4.1", "4.1")


def test_the_oscal_file_names_relations_as_oscal_does(shipped, ada):
    data = json.loads(streamed(ada.get(f"{ISO_ACT}mappings.oscal.json")))

    collection = data["mapping-collection"]
    maps = [entry for block in collection["mappings"] for entry in block["maps"]]
    assert len(maps) == 243
    assert {entry["relationship"] for entry in maps} == {"intersects-with", "subset-of"}
    assert collection["metadata"]["oscal-version"] == "1.2.0"
    assert collection["provenance"]["status"] == "draft"


def test_what_was_taken_out_is_brought_in_as_the_same(shipped, ada, people):
    data = streamed(ada.get(f"{ISO_ACT}mappings.oscal.json"))
    entries = Entry.objects.count()

    compared = mapping_files.compare(data, name="mappings.json")

    assert len(compared.same) == 243
    assert (compared.new, compared.differing, compared.problems) == ([], [], [])
    assert mapping_files.bring_in(compared, unit=people.top, actor=SYSTEM) == []
    assert Entry.objects.count() == entries


def said(mapping):
    names = ("source_code", "source_editions", "target_code", "target_editions", "relation",
             "strength", "rationale", "published_in")  # fmt: skip
    return tuple(str(getattr(mapping, name)) for name in names)


def test_a_file_gives_the_same_mappings_where_there_are_none(shipped, ada, adam, people):
    data = streamed(ada.get(f"{ISO_ACT}mappings.oscal.json"))
    old = Mapping.objects.filter(source_framework__code="iso-42001",
                                 target_framework__code="eu-ai-act")  # fmt: skip
    before = sorted(map(said, old))
    for mapping in old:
        archive(mapping, actor=SYSTEM, reason="Test.")
    sent = {"unit": people.top.pk, "_key": "m1"}

    page = adam.post("/crosswalk/import/", sent | {"file": io.BytesIO(data)})
    assert Mapping.objects.current().filter(code="").count() == 0
    answer = adam.post("/crosswalk/import/", page.context["kept"] | {"confirm": "1"})

    added = Mapping.objects.current().filter(code="")
    assert answer.status_code == 302
    assert sorted(map(said, added)) == before
    assert {(m.state, m.proposed_by) for m in added} == {("proposed", people.adam)}


def test_a_file_with_a_mapping_to_nothing_is_refused_whole(shipped, ada, adam, people):
    data = streamed(ada.get(f"{ISO_ACT}mappings.oscal.json")).replace(b"Art. 17(1)(b)", b"Art. 999")
    count = Mapping.objects.count()
    sent = {"unit": people.top.pk, "file": io.BytesIO(data)}

    page = adam.post("/crosswalk/import/", sent)
    answer = adam.post("/crosswalk/import/", page.context["kept"] | {"confirm": "1"})

    assert "“Art. 999” is no provision of any edition of EU AI Act." in text_of(page)
    assert not page.context["can_go_on"]
    assert answer.status_code == 422
    assert Mapping.objects.count() == count


def test_only_those_who_may_import_bring_mappings_in(shipped, ada):
    assert ada.get("/crosswalk/import/").status_code == 403


# Beside the law


def test_the_timeline_stands_as_picture_and_as_table(shipped, ada):
    page = ada.get("/law/eu-ai-act/timeline/")

    dots, events = page.context["picture"]["dots"], page.context["events"]
    assert len(dots) == len(events) == 34
    assert [dot.number for dot in sorted(dots, key=lambda dot: dot.number)] == list(range(1, 35))
    assert sum(dot.state == "superseded" for dot in dots) == 5
    assert 'style="' not in page.content.decode()


def test_the_fines_stand_with_the_rule_for_small_enterprises(shipped, ada):
    page = text_of(ada.get("/law/eu-ai-act/fines/"))

    assert "EUR 35,000,000" in page
    assert "whichever is lower (Art. 99(6))" in page
    assert 'href="/frameworks/eu-ai-act/2026-1744/art-99-3/"' in page
    assert "The ceiling is 5 % of the average daily income" in page


@pytest.mark.parametrize("name", ["fines", "timeline"])
def test_a_framework_without_such_a_table_has_no_page(shipped, ada, name):
    assert ada.get(f"/law/iso-42001/{name}/").status_code == 404


def test_a_floor_above_can_add_a_panel(shipped, ada, monkeypatch):
    monkeypatch.setattr(provision_panels, "_MAKERS", list(provision_panels._MAKERS))
    shown = PanelShown("Use cases concerned", SafeString("<p>UC-0001</p>"))
    provision_panels.register(lambda read: shown if read.provision.code == "A.6.2.4" else None,
                              order=40)  # fmt: skip

    assert "Use cases concerned" in text_of(ada.get(CONTROL))
    assert "Use cases concerned" not in text_of(ada.get("/frameworks/iso-42001/2023/clause-4-1/"))
