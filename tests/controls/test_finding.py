"""Provisions in the search over everything."""

import pytest
from django.test import Client

from controls.companions.views.finding import laws
from controls.frameworks.provision_numbers import as_slug
from records.actors import NOBODY, Actor
from tests import sessions


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Art. 50", "art-50"),
        ("article 50 (1)", "art-50-1"),
        ("Art.50(1)", "art-50-1"),
        ("A.6.2.4", "a-6-2-4"),
        ("MAP 1.1", "map-1-1"),
        ("map1.1", "map-1-1"),
        ("clause 6.1.2", "6-1-2"),
        ("Annex III.5(b)", "annex-iii-5-b"),
        ("§§", ""),
    ],
)
def test_a_number_is_read_in_any_spelling(text, slug):
    assert as_slug(text) == slug


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("Art. 50", "Art. 50", "EU AI Act"),
        ("A.6.2.4", "A.6.2.4", "ISO/IEC 42001"),
        ("MAP 1.1", "MAP 1.1", "NIST AI RMF"),
    ],
)
def test_a_number_is_found_first_in_the_edition_in_force(shipped, people, text, code, place):
    client = Client()
    sessions.begin(client, people.ada)

    group = client.get("/search/", {"q": text}).context["groups"][0]
    first, title = group["hits"][0]

    assert str(group["title"]) == "Laws and standards"
    assert first.code == code
    assert first.place.startswith(place)
    assert first.title in title.replace("<mark>", "").replace("</mark>", "")
    assert client.get(first.url).status_code == 200
    assert "2024-1689" not in first.url


def test_words_of_a_title_find_provisions_too(shipped, people):
    found, _around = laws(Actor.of(people.ada), "purpose users laws")

    assert [hit.code for hit in found.hits] == ["MAP 1.1"]
    assert not found.is_exact


def test_who_may_read_nothing_finds_nothing(shipped, people):
    assert list(laws(Actor.of(people.zoe), "Art. 50")) == []
    assert list(laws(NOBODY, "Art. 50")) == []


def test_finding_takes_two_queries(shipped, people, django_assert_num_queries):
    ada = Actor.of(people.ada)
    list(laws(ada, "warm"))

    with django_assert_num_queries(2):
        assert [len(sort.hits) for sort in laws(ada, "Bundesnetzagentur")] == [0, 1]
