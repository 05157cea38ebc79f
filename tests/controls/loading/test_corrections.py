"""Corrections of an edition: read with reason and citation, or refused with file and line."""

import shutil

import pytest

from controls.frameworks.loading import CatalogueError, read_edition
from controls.frameworks.loading.revisions import CorrectionTarget
from tests.controls.loading.corrected import differences
from tests.controls.loading.small import GOOD

GOOD_ONE = """revisions:
  - revision: 2
    date: 2030-06-01
    corrections:
      - id: noise
        corrects:
          - {in: provisions, id: Art. 1(1), keys: [addressees, summary]}
          - {in: provisions, id: Annex I.1, inserted: true}
          - {in: provisions, id: Art. 9, removed: true}
          - {in: date_profiles, id: NOW, keys: [label]}
        reason: The duty addressed the wrong people.
        citation: Art. 1(1) of the House law
"""


def corrected(folder, corrections=GOOD_ONE, *, says="revision: 2\n"):
    """Copy the small law and add what was corrected."""
    path = folder / "house-law"
    shutil.copytree(GOOD / "house-law", path)
    head = path / "2030" / "edition.yaml"
    head.write_text(head.read_text().replace("published: ", f"{says}published: ", 1))
    (path / "2030" / "corrections.yaml").write_text(corrections)
    return path / "2030"


def test_a_correction_is_read_with_its_reason_and_citation(tmp_path):
    edition = read_edition(corrected(tmp_path))

    (revision,) = edition.revisions
    (correction,) = revision.corrections
    assert edition.revision == revision.number == 2
    assert revision.on.isoformat() == "2030-06-01"
    assert correction.citation == "Art. 1(1) of the House law"
    assert correction.targets == (
        CorrectionTarget("provisions", "Art. 1(1)", keys=("addressees", "summary")),
        CorrectionTarget("provisions", "Annex I.1", inserted=True),
        CorrectionTarget("provisions", "Art. 9", removed=True),
        CorrectionTarget("date_profiles", "NOW", keys=("label",)),
    )


def test_the_digest_names_the_corrections_too(tmp_path):
    first = read_edition(corrected(tmp_path / "a"))
    other = read_edition(corrected(tmp_path / "b", GOOD_ONE.replace("wrong", "other")))

    assert first.digest != other.digest
    assert read_edition(GOOD / "house-law" / "2030").revision == 1


LATER = GOOD_ONE[GOOD_ONE.index("  - revision") :].replace("id: noise", "id: more")
FILE = "house-law/2030/corrections.yaml"
REFUSED = [
    ("no reason", "        reason: The duty addressed the wrong people.\n", "", 5,
     "noise: The key 'reason' is missing."),
    ("empty reason", "The duty addressed the wrong people.", "''", 11, "noise > reason: "),
    ("no citation", "        citation: Art. 1(1) of the House law\n", "", 5,
     "noise: The key 'citation' is missing."),
    ("unknown provision", "id: Art. 1(1), keys", "id: Art. 7, keys", 7,
     "noise: There is no 'Art. 7' among the provisions."),
    ("unknown key", "[addressees, summary]", "[colour]", 7,
     "noise: 'colour' is no key of provisions; known are addressees,"),
    ("unknown list", "in: date_profiles", "in: wishes", 10,
     "noise: There is no list 'wishes' here; known are about, date_profiles, provisions."),
    ("inserted nothing", "id: Annex I.1,", "id: Annex I.2,", 8,
     "noise: There is no 'Annex I.2' among the provisions."),
    ("still there", "id: Art. 9,", "id: Art. 1(2),", 9,
     "noise: 'Art. 1(2)' is still among the provisions."),
    ("says nothing", ", keys: [label]", "", 10,
     "noise: Say which keys of 'NOW' are corrected, or that it was inserted or removed."),
    ("first revision", "revision: 2", "revision: 1", 2, "revision: 1 is less than the minimum"),
    ("leaves one out", "revision: 2", "revision: 3", 2,
     "Revision 3 is out of order; here revision 2 is expected."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_a_correction_that_does_not_hold_is_refused(tmp_path, old, new, line, sentence):
    text = GOOD_ONE.replace(old, new, 1)

    with pytest.raises(CatalogueError) as refusal:
        read_edition(corrected(tmp_path, text))

    assert (refusal.value.file, refusal.value.line) == (FILE, line)
    assert sentence in refusal.value.message


def test_a_revision_stands_once(tmp_path):
    with pytest.raises(CatalogueError, match="line 13: Revision 2 stands twice; here revision 3"):
        read_edition(corrected(tmp_path, GOOD_ONE + LATER))


def test_a_revision_goes_not_back_in_time(tmp_path):
    later = LATER.replace("revision: 2", "revision: 3").replace("2030-06-01", "2030-05-01")

    with pytest.raises(CatalogueError, match="line 14: Revision 3 is dated before the one"):
        read_edition(corrected(tmp_path, GOOD_ONE + later, says="revision: 3\n"))


def test_a_correction_stands_once(tmp_path):
    later = LATER.replace("revision: 2", "revision: 3").replace("id: more", "id: noise")

    with pytest.raises(CatalogueError, match="line 16: The correction 'noise' stands twice"):
        read_edition(corrected(tmp_path, GOOD_ONE + later, says="revision: 3\n"))


def test_an_edition_announces_its_newest_revision(tmp_path):
    with pytest.raises(CatalogueError, match=r"corrections\.yaml, line 2: edition\.yaml says"):
        read_edition(corrected(tmp_path, says=""))


def test_a_revision_without_corrections_is_refused(tmp_path):
    folder = corrected(tmp_path)
    (folder / "corrections.yaml").unlink()

    with pytest.raises(CatalogueError, match=r"edition\.yaml, line 4: Revision 2 is announced"):
        read_edition(folder)


ROWS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]


@pytest.mark.parametrize(
    ("ours", "found"),
    [
        (ROWS, ["a: the correction of title corrects nothing", "c is no insertion"]),
        (
            [{"id": "a", "title": "X"}, {"id": "b", "title": "Y"}, {"id": "c"}],
            ["b: title differs without a correction"],
        ),
        ([{"id": "a", "title": "X"}, {"id": "b", "title": "B"}, {"id": "c"}], []),
        ([{"id": "a", "title": "X"}, {"id": "c"}], ["provisions: ['b']"]),
    ],
    ids=["idle", "difference", "right", "gone"],
)
def test_the_comparison_leaves_out_exactly_what_a_correction_names(tmp_path, ours, found):
    text = """revisions:
  - revision: 2
    date: 2030-06-01
    corrections:
      - id: noise
        corrects:
          - {in: provisions, id: Art. 1(1), keys: [title]}
          - {in: provisions, id: Annex I.1, inserted: true}
        reason: The duty addressed the wrong people.
        citation: Art. 1(1) of the House law
"""
    revisions = read_edition(corrected(tmp_path, text)).revisions
    names = {"a": "Art. 1(1)", "b": "Art. 1(2)", "c": "Annex I.1"}
    mine, source = ([row | {"id": names[row["id"]]} for row in rows] for rows in (ours, ROWS))

    told = differences(mine, source, revisions, "provisions")

    short = {name: letter for letter, name in names.items()}
    for name, letter in short.items():
        told = [line.replace(name, letter) for line in told]
    assert told == found
