"""Mapping collections of OSCAL: written and read back the same, refused with line and sentence."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controls.crosswalk.engine.relations import RELATIONS
from controls.crosswalk.loading import (
    NS,
    CollectionHeading,
    MappingEntry,
    Side,
    read_mappings,
    written,
)
from controls.frameworks.loading import CatalogueError

HEADING = CollectionHeading("Ours", "How it is meant.", datetime(2026, 11, 24, tzinfo=UTC), False)
ISO, ACT = Side("iso-42001", ("2023",)), Side("eu-ai-act", ("2024-1689", "2026-1744"))
TEXT = st.text('aB1 é“”\n\t"\\/:{}[]#&*!|>%@`\U0001f701', min_size=1, max_size=20)


def entry(number, **values):
    base = {
        "uuid": UUID(int=number),
        "source": ISO,
        "source_code": f"A.{number}",
        "target": ACT,
        "target_code": "Art. 9(2)(a)",
        "relation": "subset",
        "strength": 7,
        "rationale": "Both ask for it.",
    }
    return MappingEntry(**base | values)


def as_file(entries):
    return json.dumps(written(entries, HEADING), ensure_ascii=False, indent=2).encode()


def read(data):
    entries, without = read_mappings(data, file="m.json")
    return [MappingEntry(**{**vars(item), "line": 0}) for item in entries], without


@given(
    st.lists(
        st.builds(
            dict,
            relation=st.sampled_from(RELATIONS),
            strength=st.integers(1, 10),
            rationale=TEXT,
            published_in=st.lists(TEXT, unique=True, max_size=3).map(tuple),
            code=st.sampled_from(["", "IE-001"]),
            state=st.sampled_from(["proposed", "reviewed", "disputed"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_written_is_read_back_the_same(drawn):
    entries = [entry(number, **values) for number, values in enumerate(drawn, 1)]

    assert read(as_file(entries)) == (entries, 0)


def test_escapes_of_json_are_read_as_they_are_meant():
    item = entry(1, rationale="Grüße \U0001f701, \\ud83d stays")
    data = json.dumps(written([item], HEADING)).encode()

    assert b"\\ud83d\\udf01" in data
    assert read(data)[0] == [item]


def test_the_same_mappings_give_the_same_identifiers():
    assert written([entry(1)], HEADING) == written([entry(1)], HEADING)
    first, second = (
        written([entry(1, strength=s)], HEADING)["mapping-collection"]["uuid"] for s in (7, 8)
    )
    assert first != second


def test_pairs_without_relationship_are_counted_and_left_out():
    data = as_file([entry(1), entry(2)]).replace(b"subset-of", b"no-relationship", 1)

    entries, without = read(data)

    assert ([item.source_code for item in entries], without) == (["A.2"], 1)


def test_equivalent_is_read_as_equal():
    entries, _without = read(as_file([entry(1)]).replace(b"subset-of", b"equivalent-to"))

    assert entries[0].relation == "equal"


BAD = [
    ("relation", b'"subset-of"', b'"like"', "The relationship 'like' is unknown; known are"),
    ("key", b'"remarks"', b'"colour": 1, "remarks"', "The key 'colour' is unknown"),
    ("strength", b'"value": "7"', b'"value": "70"', "from 1, weak, to 10, identical"),
    ("uuid", b'"uuid": "00000000-0000-0000-0000-000000000001"', b'"uuid": "one"', "is no UUID"),
    ("resource", b'"framework"', b'"colour"', "must point to a resource of the back matter"),
    ("broken", b'"maps": [', b'"maps": [[[', "This is not JSON"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_fault_is_told_with_its_line(old, new, sentence):
    data = as_file([entry(1)])
    assert old in data

    with pytest.raises(CatalogueError) as refusal:
        read(data.replace(old, new, 1))

    assert sentence in refusal.value.message
    assert (refusal.value.file, refusal.value.line > 0) == ("m.json", True)


def test_a_pair_twice_is_refused():
    with pytest.raises(CatalogueError, match=r"A\.1 and Art\. 9\(2\)\(a\) are a pair already"):
        read(as_file([entry(1), entry(2, source_code="A.1")]))


def test_an_entry_about_several_provisions_is_refused():
    file = json.loads(as_file([entry(1)]))
    sources = file["mapping-collection"]["mappings"][0]["maps"][0]["sources"]
    sources.append(dict(sources[0]))

    with pytest.raises(CatalogueError, match="write one pair of provisions an entry"):
        read(json.dumps(file).encode())


def test_names_of_ours_stand_in_a_namespace_of_ours():
    maps = written([entry(1)], HEADING)["mapping-collection"]["mappings"][0]["maps"]

    assert {prop["ns"] for prop in maps[0]["props"]} == {NS}
