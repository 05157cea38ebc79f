"""What reading the small catalogue gives: values, digests, lookups, and no Django."""

import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest

from controls.frameworks.loading import CatalogueError, load_edition, read_catalogue, read_edition
from tests.controls.loading.small import GOOD, RULES, catalogue_with


@pytest.fixture(scope="module")
def law():
    return read_edition(GOOD / "house-law" / "2030")


def test_an_edition_says_what_it_is(law):
    assert (law.framework, law.id, law.framework_title) == ("house-law", "2030", "Law of the House")
    assert (law.published, law.in_force, law.as_of) == (
        date(2030, 1, 1),
        date(2030, 2, 1),
        date(2030, 3, 1),
    )
    assert law.disclaimer == "Nothing here is legal advice."
    assert [(part.title, part.top) for part in law.parts] == [("Rules", ("Art. 1", "Annex I.1"))]


def test_a_provision_carries_its_content_dates_and_citation(law):
    duty = law.provision("Art. 1(1)")

    assert (duty.parent, duty.order, duty.kind) == ("Art. 1", 1, "duty")
    assert (duty.addressees, duty.applies_to) == (("tenant",), ("all",))
    assert duty.applies_from == {"all": date(2030, 2, 1)}
    assert duty.citation == "Art. 1(1) of the House law"
    assert duty.extra == {"date_profile": "NOW"}
    assert not duty.uncertain


def test_a_provision_shares_the_doubt_of_its_date_profile(law):
    exception = law.provision("Art. 1(2)")

    assert exception.uncertain
    assert exception.uncertain_why == "Two readings exist."


def test_an_unknown_provision_is_named_in_the_error(law):
    with pytest.raises(KeyError, match=r"Law of the House of 2030 has no provision 'Art\. 7'\."):
        law.provision("Art. 7")


def test_an_edition_cannot_be_changed(law):
    with pytest.raises(FrozenInstanceError):
        law.title = "Another"
    with pytest.raises(TypeError):
        law.provision("Art. 1(1)").applies_from["all"] = date(1999, 1, 1)


def test_the_digest_is_of_the_content_and_not_of_its_layout(tmp_path, law):
    content = (GOOD / RULES).read_text()
    commented = catalogue_with(tmp_path / "a", RULES, f"# Again.\n{content}".encode())
    changed = catalogue_with(tmp_path / "b", RULES, content.replace("at night", "always").encode())

    assert read_edition(commented / "house-law" / "2030").digest == law.digest
    assert read_edition(changed / "house-law" / "2030").digest != law.digest
    assert law.digest == "369c81bd38416f9c04a303f1966af0054b9f32e9c0be51f35f3003627fa6ef87"


def test_the_catalogue_holds_everything_that_lies_in_its_folder():
    catalogue = read_catalogue(GOOD)

    assert list(catalogue.frameworks) == ["house-law", "house-standard"]
    assert list(catalogue.editions) == [("house-law", "2030"), ("house-standard", "1")]
    assert [(pair.source, pair.relation, pair.target) for pair in catalogue.mappings] == [
        ("A.1", "subset", "Art. 1(1)")
    ]
    assert [(fine.id, fine.turnover_percent) for fine in catalogue.fines] == [
        ("fine-noise", Decimal("1.5"))
    ]
    assert [(event.id, event.status) for event in catalogue.timeline] == [
        ("published", "done"),
        ("earlier", "superseded"),
    ]
    assert catalogue.templates[0].sections[0].fields[0].label == "Name"
    assert catalogue.headers["house-law/fines.yaml"]["note"] == "Maximum amounts."


def test_a_shipped_edition_is_read_once():
    assert load_edition("eu-ai-act", "2026-1744") is load_edition("eu-ai-act", "2026-1744")


@pytest.mark.parametrize("name", [("eu-ai-act", "2030"), ("..", "catalogue"), ("schema", "")])
def test_an_unknown_edition_is_refused_with_the_known_ones(name):
    with pytest.raises(CatalogueError, match="known are eu-ai-act/2024-1689, eu-ai-act/2026-1744"):
        load_edition(*name)


def test_reading_needs_no_django():
    program = "import sys, controls.frameworks.loading; print('django' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert run.stdout == "False\n"
