"""Guidance and standards stand where they matter: beside questions and beside obligations."""

import pytest

from assessments.engine.effects import load_act
from assessments.engine.guidance import guidance_on
from controls.frameworks.loading import load_shelves
from tests.assessments.test_pages import client_of, text_of, url

OLD, NEW = "2024-1689", "2026-1744"


def ids(name, edition=NEW):
    return [companion.id for companion in guidance_on(name, edition)]


def test_every_question_that_a_shelf_names_is_asked():
    questionnaire = load_act().questionnaire
    known = {*questionnaire.by_id, *(section.id for section in questionnaire.sections)}
    named = {
        name
        for shelf in load_shelves("eu-ai-act").values()
        for companion in shelf.rows
        for name in companion.questions
    }

    assert named - known == set()
    assert ids("R1") == []


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("prohibited", ["guidelines-prohibited-practices"]),
        ("ai_system", ["guidelines-ai-system-definition"]),
        ("A1", ["guidelines-ai-system-definition"]),
        ("H5b", ["finance-mcd", "finance-ccd", "consumer-credit-2023-2225"]),
        ("derogation", ["guidelines-high-risk"]),
        ("transparency", ["guidelines-transparency", "code-transparency"]),
        ("gpai", ["guidelines-gpai", "code-gpai", "template-training-content"]),
    ],
)
def test_a_part_of_the_questionnaire_has_its_guidance(section, expected):
    assert ids(section) == expected


def test_the_question_on_product_law_names_every_item_of_its_edition():
    old, new = ids("I1", OLD), ids("I1", NEW)

    assert (len(old), len(new)) == (20, 20)
    assert set(old) - set(new) == {"product-machinery-directive"}
    assert set(new) - set(old) == {"product-machinery-regulation"}


def test_the_page_of_a_part_shows_its_guidance(started, people):
    page = text_of(client_of(people.ada).get(url(started, "questions/prohibited/")))

    assert "Guidance on this part" in page
    assert "Guidelines on prohibited AI practices" in page
    assert "C(2025) 5052 final · European Commission · Guidelines · 29 Jul 2025: adopted" in page


def test_a_question_shows_the_guidance_that_names_it(started, people):
    page = text_of(client_of(people.ada).get(url(started, "questions/annex_i/")))

    assert "Guidance on this question (20 texts)" in page
    assert "Regulation (EU) 2017/745" in page


def test_an_obligation_shows_what_stands_around_it(answered, people):
    ada = client_of(people.ada)
    ref = answered.use_case.ref

    page = text_of(ada.get(f"/obligations/{ref}/art-26-5/deployer/"))

    assert "Guidance, standards and related law" in page
    assert "Guidance and reporting template on serious incidents" in page
    # The law of a trade stands beside duties of that trade alone.
    assert "Access to banking and supervision of banks (CRD)" not in page
