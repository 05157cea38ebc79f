"""What the files of a crosswalk may say: doubts, reasons for no mapping, corrections."""

import pytest

from controls.frameworks.loading import CatalogueError, read_catalogue
from tests.controls.loading.small import GOOD, catalogue_with

PAIRS = "crosswalk/house-standard--house-law.yaml"


def refused(tmp_path, target, content):
    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(catalogue_with(tmp_path, target, content.encode()))
    return str(refusal.value)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("Art. 9", "'Art. 9' stands in no edition of house-law named here."),
        ("Art. 1(1)", "Art. 1(1) has a mapping or a reason already."),
    ],
)
def test_a_reason_for_no_mapping_is_about_a_provision_without_one(tmp_path, code, sentence):
    content = (GOOD / PAIRS).read_text() + (
        f"without:\n  target:\n    - provisions: [{code}]\n      why: Nothing alike.\n"
    )

    assert refused(tmp_path, PAIRS, content) == f"{PAIRS}, line 14: {sentence}"


def test_a_reason_for_no_mapping_is_read(tmp_path):
    content = (GOOD / PAIRS).read_text() + (
        "without:\n  target:\n    - provisions: [Art. 1(2)]\n      why: Nothing alike.\n"
    )

    (entry,) = read_catalogue(catalogue_with(tmp_path, PAIRS, content.encode())).crosswalk.without

    assert (entry.framework, entry.other, entry.provisions, entry.why) == (
        "house-law",
        "house-standard",
        ("Art. 1(2)",),
        "Nothing alike.",
    )


def test_a_correction_of_a_mapping_that_is_not_there_is_refused(tmp_path):
    file = "crosswalk/corrections.yaml"
    content = """revisions:
  - revision: 2
    date: 2030-06-01
    corrections:
      - id: carpets
        corrects: [{in: mappings, id: SL-009, keys: [strength]}]
        reason: It is weaker than that.
        citation: Art. 1(1)
"""

    assert refused(tmp_path, file, content) == (
        f"{file}, line 6: carpets: There is no 'SL-009' among the mappings."
    )


def test_a_doubt_is_read_with_the_rationale(tmp_path):
    doubt = "    uncertain: true\n    uncertain_why: The floor was not seen.\n"
    content = (GOOD / PAIRS).read_text() + doubt

    (pair,) = read_catalogue(catalogue_with(tmp_path, PAIRS, content.encode())).mappings

    assert pair.rationale == "Carpets keep it quiet. Uncertain: The floor was not seen."


def test_a_doubt_needs_its_reason(tmp_path):
    content = (GOOD / PAIRS).read_text() + "    uncertain: true\n"

    assert "The key 'uncertain_why' is missing beside 'uncertain'." in refused(
        tmp_path, PAIRS, content
    )
