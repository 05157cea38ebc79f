"""Every provision leads to its place in the official text of its edition."""

from pathlib import Path

import pytest

from controls.frameworks.loading import CatalogueError, load_edition, official_url
from controls.frameworks.loading.official import read_official

# The places that the two pages of EUR-Lex have, as their HTML names them.
PLACES = Path(__file__).resolve().parents[2] / "data" / "official"
OLD, NEW = "2024-1689", "2026-1744"
PAGE = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:"


@pytest.mark.parametrize("edition", [OLD, NEW])
def test_every_provision_leads_to_a_place_that_its_page_has(edition):
    places = set((PLACES / f"{edition}.txt").read_text().split())
    provisions = load_edition("eu-ai-act", edition).provisions

    for provision in provisions:
        page, _, place = official_url("eu-ai-act", edition, provision.id).partition("#")
        assert page.startswith(PAGE)
        assert place in places or (not place and not provision.exists), provision.id


@pytest.mark.parametrize(
    ("edition", "provision", "place"),
    [
        (OLD, "Art. 6(3)", "32024R1689#006.003"),
        (OLD, "Art. 26(5) second subparagraph", "32024R1689#026.005"),
        (OLD, "Art. 5(1)(h)(i)", "32024R1689#005.001"),
        (OLD, "Art. 16(c)", "32024R1689#art_16"),
        (OLD, "Art. 3(49)", "32024R1689#art_3"),
        (OLD, "Art. 6(1a)", "32024R1689#art_6"),
        (OLD, "Annex III.5(b)", "32024R1689#anx_III"),
        (OLD, "Annex XIV", "32024R1689"),
        (OLD, "Art. 4a", "32024R1689"),
        (NEW, "Art. 6(3)", "02024R1689-20260727#art_6"),
        (NEW, "Art. 4a", "02024R1689-20260727#art_4a"),
        (NEW, "Art. 75c(1)", "02024R1689-20260727#art_75c"),
        (NEW, "Annex XIV", "02024R1689-20260727#anx_XIV"),
        (NEW, "Annex VIII.B.7", "02024R1689-20260727#anx_VIII"),
    ],
)
def test_the_place_is_the_nearest_that_holds_the_provision(edition, provision, place):
    assert official_url("eu-ai-act", edition, provision) == f"{PAGE}{place}"


@pytest.mark.parametrize(
    ("framework", "edition", "page"),
    [
        ("iso-42001", "2023", "https://www.iso.org/standard/81230.html"),
        ("nist-ai-rmf", "1.0", "https://doi.org/10.6028/NIST.AI.100-1"),
        ("nist-ai-600-1", "2024", "https://doi.org/10.6028/NIST.AI.600-1"),
    ],
)
def test_standards_lead_to_the_page_of_their_publisher(framework, edition, page):
    for provision in load_edition(framework, edition).provisions:
        assert official_url(framework, edition, provision.id) == page


@pytest.mark.parametrize("framework", ["house-rules", "", "..", "../eu-ai-act", "schema"])
def test_a_framework_whose_official_text_is_unknown_leads_nowhere(framework):
    assert official_url(framework, "2026-1744", "Art. 4") == ""


def test_an_official_text_of_no_edition_is_refused_with_its_line(tmp_path):
    (tmp_path / "official.yaml").write_text(
        "editions:\n  - id: '2030'\n    page: https://example.org/\n    name: Text\n"
    )

    with pytest.raises(CatalogueError, match=r"official\.yaml, line 2: There is no edition '2030'"):
        read_official(tmp_path)


def test_a_page_that_is_no_secure_address_is_refused(tmp_path):
    (tmp_path / "official.yaml").write_text(
        "editions:\n  - id: '2030'\n    page: javascript:alert(1)\n    name: Text\n"
    )

    with pytest.raises(CatalogueError, match=r"official\.yaml, line 3"):
        read_official(tmp_path)
