"""Every fault of a catalogue file is refused with its file, its line and a sentence."""

import pytest

from controls.frameworks.loading import CatalogueError, read_catalogue
from tests.controls.loading.small import DATA, GOOD, RULES, catalogue_with

EDITION = "house-law/2030/edition.yaml"
FRAMEWORK = "house-law/framework.yaml"
PAIRS = "crosswalk/house-standard--house-law.yaml"
TEMPLATES = "documents/templates.yaml"
FINES = "house-law/fines.yaml"
TIMELINE = "house-law/timeline.yaml"
GUIDANCE = "house-law/guidance.yaml"
AUTHORITIES = "house-law/authorities.yaml"

# Long lists of known words are cut off here: a message must begin with the sentence given.
REFUSALS = [
    (
        "wrong_id",
        RULES,
        3,
        "'Article 1(1)' is no id of this framework; ids look like Art. 5(1)(ba) or Annex III.5(b).",
    ),
    ("unknown_parent", RULES, 3, "The parent 'Art. 2' of Art. 2(1) is not in this edition."),
    ("circle", RULES, 2, "The parents of Art. 1 run in a circle: Art. 1 > Art. 2 > Art. 1."),
    (
        "duplicate_id",
        RULES,
        3,
        "The id 'Art. 1' is used twice; first in house-law/2030/provisions/rules.yaml, line 2.",
    ),
    (
        "duplicate_slug",
        RULES,
        3,
        "The slug 'art-1' is used twice; first in house-law/2030/provisions/rules.yaml, line 2.",
    ),
    ("unknown_key", RULES, 6, "provisions > Art. 1 > colour: The key 'colour' is unknown"),
    (
        "unknown_status",
        RULES,
        6,
        "provisions > Art. 1 > status: 'repealed' is unknown; known are original, absent,",
    ),
    ("missing_title", RULES, 2, "provisions > Art. 1: The key 'title' is missing."),
    ("unknown_kind", RULES, 5, "Art. 1: 'wish' under kind is no word of Law of the House."),
    (
        "unknown_addressee",
        RULES,
        6,
        "Art. 1: 'ghost' under addressees is no word of Law of the House.",
    ),
    ("duty_to_nobody", RULES, 5, "Art. 1 is a duty but names no addressees."),
    (
        "doubt_without_reason",
        RULES,
        2,
        "provisions > Art. 1: The key 'uncertain_why' is missing beside 'uncertain'.",
    ),
    ("duplicate_key", RULES, 5, "The key 'title' stands here twice."),
    ("anchor", RULES, 2, "Anchors and aliases are not allowed; write the value out."),
    ("alias_bomb", RULES, 2, "Anchors and aliases are not allowed; write the value out."),
    (
        "python_tag",
        RULES,
        3,
        "The tag tag:yaml.org,2002:python/object/apply:os.system is not allowed",
    ),
    ("merge_key", RULES, 4, "provisions > Art. 1 > <<: The key '<<' is unknown"),
    ("number_as_key", RULES, 3, "The key 1 is no text; put it in quotes."),
    ("number_as_text", RULES, 5, "provisions > Art. 1 > title: This must be a text in quotes."),
    ("broken", RULES, 4, "This is not YAML: found unexpected end of stream."),
    ("second_document", RULES, 2, "The file holds a second document; one is allowed."),
    ("only_comments", RULES, 1, "The file is empty."),
    ("a_list", RULES, 1, "The file must hold a mapping of keys to values."),
    ("unknown_profile", RULES, 12, "Art. 1(1): the date profile 'SOON' is not in edition.yaml."),
    (
        "profile_without_date",
        RULES,
        12,
        "Art. 1(1) stands in this edition but has no date of application here.",
    ),
    ("dates_twice", RULES, 13, "Art. 1(1) has both dates of its own and a date profile; keep one."),
    (
        "not_a_date",
        EDITION,
        17,
        "NOW > applies_from > all: '2030-02-30' is no date; write it as YYYY-MM-DD.",
    ),
    ("date_in_words", EDITION, 4, "published: 'next year' is no date; write it as YYYY-MM-DD."),
    ("unknown_route", EDITION, 17, "NOW > applies_from > annex_ii: The key 'annex_ii' is unknown"),
    ("wrong_count", EDITION, 11, "3 of kind duty are announced, 2 are here."),
    ("missing_part", EDITION, 13, "The file provisions/other.yaml does not exist."),
    ("wrong_folder", EDITION, 2, "The id must be the name of the folder, '2030'."),
    ("replaces_nothing", EDITION, 5, "It replaces the edition '2020', which is not here."),
    (
        "unknown_id_form",
        FRAMEWORK,
        8,
        "The id form 'roman' is unknown; known are law, clause, function, numbered, free.",
    ),
    (
        "unknown_relation",
        PAIRS,
        8,
        "mappings > SL-001 > relation: 'similar' is unknown; known are equal, subset,",
    ),
    (
        "mapping_to_nothing",
        PAIRS,
        7,
        "SL-001: the target 'Art. 9' is no provision of house-law/2030.",
    ),
    ("mapping_twice", PAIRS, 11, "SL-002: A.1 and Art. 1(1) are a pair already."),
    ("mapping_id_twice", PAIRS, 11, "The id 'SL-001' is used twice."),
    (
        "strength_eleven",
        PAIRS,
        9,
        "mappings > SL-001 > strength: 11 is greater than the maximum of 10.",
    ),
    (
        "unknown_source",
        PAIRS,
        11,
        "SL-001: the published source 'other-paper' is not in about.yaml.",
    ),
    ("unknown_edition", PAIRS, 3, "There is no edition '2040' of a framework 'house-law'."),
    (
        "fine_without_date",
        FINES,
        13,
        "fines > fine-noise > applies_from: 'soon' is no date; write it as YYYY-MM-DD.",
    ),
    ("event_twice", TIMELINE, 7, "The id 'published' is used twice."),
    ("field_elsewhere", TEMPLATES, 13, "The id 'notice.what.name' must begin with 'notice.who.'."),
    ("field_type", TEMPLATES, 13, "fields > notice.who.name > type: 'poem' is unknown"),
    ("template_twice", TEMPLATES, 6, "The id 'notice' is used twice."),
    (
        "companion_of_nothing",
        GUIDANCE,
        14,
        "guide-to-quiet: 'Art. 9' is no provision of 2030.",
    ),
    (
        "companion_unknown_authority",
        GUIDANCE,
        16,
        "guide-to-quiet: 'janitor' is no authority of authorities.yaml.",
    ),
    ("companion_without_link", GUIDANCE, 5, "entries > guide-to-quiet: The key 'url' is missing."),
    ("companion_without_date", GUIDANCE, 5, "entries > guide-to-quiet: The key 'date' is missing."),
    (
        "companion_plain_http",
        GUIDANCE,
        10,
        "entries > guide-to-quiet > url: 'http://house.example/guide' has not the form ^https://",
    ),
    ("companion_in_one_sentence", GUIDANCE, 17, "entries > guide-to-quiet > says: "),
    (
        "companion_twice",
        GUIDANCE,
        21,
        "The id 'guide-to-quiet' is used twice; first in house-law/guidance.yaml, line 5.",
    ),
    (
        "companion_unknown_country",
        AUTHORITIES,
        6,
        "entries > caretaker > country: 'XX' is unknown; known are EU, AT, BE,",
    ),
    (
        "companion_doubt_without_reason",
        AUTHORITIES,
        19,
        "supervises > finance > uncertain: ' ' has not the form",
    ),
    (
        "companion_unknown_edition",
        AUTHORITIES,
        17,
        "caretaker: '2040' is no edition; known are 2030.",
    ),
]


@pytest.mark.parametrize(
    ("fault", "target", "line", "sentence"), REFUSALS, ids=[case[0] for case in REFUSALS]
)
def test_refuses_the_whole_and_names_file_line_and_fault(tmp_path, fault, target, line, sentence):
    content = (DATA / "bad" / f"{fault}.yaml").read_bytes()
    root = catalogue_with(tmp_path, target, content)

    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(root)

    assert refusal.value.file == target
    assert refusal.value.line == line
    assert refusal.value.message.startswith(sentence)
    assert str(refusal.value).startswith(f"{target}, line {line}: ")


def test_every_bad_file_has_its_refusal():
    assert {path.stem for path in (DATA / "bad").iterdir()} == {case[0] for case in REFUSALS}


def test_the_good_catalogue_differs_from_the_bad_ones_by_being_read():
    assert len(read_catalogue(GOOD).editions) == 2


MADE = [
    (
        "not_utf8",
        b"provisions:\n  - id: Art. 1\n    title: \xff\n",
        3,
        "The file is not UTF-8 text.",
    ),
    ("control_sign", b"provisions: \x07\n", 0, "The file holds characters YAML does not allow."),
    ("deep", b"provisions: " + b"[" * 100_000, 1, "Values are nested deeper than 20 levels."),
    ("huge", b"#" * (4 * 1024 * 1024 + 1), 0, "The file is larger than 4 MB."),
]


@pytest.mark.parametrize(
    ("fault", "content", "line", "sentence"), MADE, ids=[case[0] for case in MADE]
)
def test_refuses_bytes_that_are_no_plain_text(tmp_path, fault, content, line, sentence):
    root = catalogue_with(tmp_path, RULES, content)

    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(root)

    assert (refusal.value.file, refusal.value.line) == (RULES, line)
    assert refusal.value.message == sentence


def test_refuses_a_file_of_provisions_that_no_part_names(tmp_path):
    root = catalogue_with(tmp_path, "house-law/2030/provisions/stray.yaml", b"provisions: []")

    with pytest.raises(
        CatalogueError, match=r"stray\.yaml is not listed among the parts"
    ) as refusal:
        read_catalogue(root)

    assert (refusal.value.file, refusal.value.line) == (EDITION, 12)


def test_refuses_a_folder_that_is_no_framework(tmp_path):
    root = catalogue_with(tmp_path, RULES, (GOOD / RULES).read_bytes())
    (root / "drafts").mkdir()

    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(root)

    assert str(refusal.value) == "drafts: The folder has no framework.yaml."


def test_refuses_a_missing_file_by_name(tmp_path):
    root = catalogue_with(tmp_path, RULES, (GOOD / RULES).read_bytes())
    (root / EDITION).unlink()

    with pytest.raises(CatalogueError) as refusal:
        read_catalogue(root)

    assert str(refusal.value) == f"{EDITION}: The file cannot be read: No such file or directory."
