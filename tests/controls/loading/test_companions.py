"""What stands around a law is read whole, points to what is there, and says what is missing."""

from datetime import date

import pytest

from controls.companions.engine import concerning
from controls.frameworks.loading import CatalogueError, load_edition, load_shelves, read_catalogue
from controls.frameworks.loading.companions import SHELVES, UNION
from controls.frameworks.loading.shelves import refuse_unknown_questions
from tests.controls.loading.small import GOOD, catalogue_with

ACT, OLD, NEW = "eu-ai-act", "2024-1689", "2026-1744"
GUIDANCE = "house-law/guidance.yaml"
MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


@pytest.fixture(scope="module")
def shelves():
    return load_shelves(ACT)


@pytest.fixture(scope="module")
def rows(shelves):
    return [companion for shelf in shelves.values() for companion in shelf.rows]


def shown(rows, edition, provision):
    return [each.id for each in concerning(rows, load_edition(ACT, edition), provision)]


def test_an_entry_is_read_with_all_it_says():
    companion = read_catalogue(GOOD).companions[0]

    assert (companion.framework, companion.shelf, companion.id) == (
        "house-law",
        "guidance",
        "guide-to-quiet",
    )
    assert (companion.number, companion.url) == ("H 1", "https://house.example/guide")
    assert (companion.dated_on, companion.dated) == (date(2030, 3, 1), "published")
    assert companion.says == ("It says what noise is.", "It gives examples.")
    assert companion.editions == ("2030",)
    assert companion.is_certain


def test_what_a_file_says_of_itself_is_kept_without_its_entries():
    head = read_catalogue(GOOD).headers[GUIDANCE]

    assert head["not_found"] == [{"what": "Guide to music", "why": "Not published."}]
    assert "entries" not in head


def test_an_id_of_another_shelf_is_refused(tmp_path):
    content = (GOOD / GUIDANCE).read_text().replace("id: guide-to-quiet", "id: caretaker")
    root = catalogue_with(tmp_path, GUIDANCE, content.encode())

    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(root)

    assert str(refusal.value) == (
        "house-law/authorities.yaml, line 5: The id 'caretaker' is used twice;"
        " first in house-law/guidance.yaml, line 5."
    )


def test_a_question_that_is_not_asked_is_refused_with_its_line(shelves):
    with pytest.raises(CatalogueError) as refusal:
        refuse_unknown_questions(shelves["guidance"], {"ai_system", "transparency"})

    assert refusal.value.file == "eu-ai-act/guidance.yaml"
    assert refusal.value.line == 27
    assert refusal.value.message == (
        "guidelines-prohibited-practices: 'prohibited' is no question and no section of questions."
    )


def test_the_shipped_shelves_hold_these_numbers(shelves):
    assert tuple(shelves) == SHELVES
    assert [len(shelf.rows) for shelf in shelves.values()] == [10, 15, 34, 22]


def test_a_framework_without_shelves_has_none():
    assert load_shelves("iso-42001") == {}
    assert load_shelves("../catalogue/nothing") == {}


def test_every_member_state_has_an_authority_or_a_reason_why_not(shelves):
    table = shelves["authorities"]
    named = {companion.country for companion in table.rows} - {UNION}
    missing = {item["country"] for item in table.head["not_found"] if "country" in item}

    assert named | missing == MEMBER_STATES
    assert named & missing == set()


def test_every_item_of_annex_i_has_its_product_law(rows):
    for edition, count in ((OLD, 20), (NEW, 20)):
        act = load_edition(ACT, edition)
        items = [item.id for item in act.under("Annex I") if item.exists and not item.is_heading]
        laws = [each for each in rows if each.kind == "product_law"]
        of_item = [concerning(laws, act, item) for item in items]

        assert len(items) == count
        assert [len(found) for found in of_item] == [1] * count


def test_product_law_tells_what_the_amendment_moved(rows):
    old, new = load_edition(ACT, OLD), load_edition(ACT, NEW)
    number = {each.id: each.number for each in rows}

    assert [number[i] for i in shown(rows, OLD, "Annex I.A.1") if i.startswith("product-")] == [
        "Directive 2006/42/EC"
    ]
    assert not new.provision("Annex I.A.1").exists
    assert [number[i] for i in shown(rows, NEW, "Annex I.B.21") if i.startswith("product-")] == [
        "Regulation (EU) 2023/1230"
    ]
    assert not old.provision("Annex I.B.21").exists


@pytest.mark.parametrize(
    ("edition", "provision", "expected"),
    [
        (NEW, "Art. 5(1)(f)", ["guidelines-prohibited-practices"]),
        (NEW, "Art. 9(2)", ["pren-18228"]),
        (NEW, "Art. 4", []),
        (NEW, "Art. 42(3)", ["cyber-resilience-act"]),
        (OLD, "Art. 10(5)", ["pren-18283", "pren-18284", "gdpr-art-9"]),
        (NEW, "Art. 26(9)", ["gdpr-art-35", "led-art-27"]),
    ],
)
def test_a_provision_finds_what_concerns_it(rows, edition, provision, expected):
    assert shown(rows, edition, provision) == expected


def test_a_heading_finds_what_concerns_its_parts(rows):
    assert "template-training-content" in shown(rows, NEW, "Art. 53")
    assert "template-training-content" not in shown(rows, NEW, "Art. 53(1)(a)")


def test_no_draft_and_no_uncited_standard_claims_a_presumption(shelves):
    for companion in shelves["standards"].rows:
        assert companion.extra["presumption"].startswith("None"), companion.id


def test_what_is_not_certain_says_why(rows):
    assert [each.id for each in rows if len(each.certainty_why) < 20] == []
    assert {each.certainty for each in rows} == {"high", "medium", "low"}
