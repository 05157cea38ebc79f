"""Mappings: their stored form, what is refused, and proposals."""

import json

import pytest

from inventory.sources.mapping import (
    FieldRule,
    Identity,
    Mapping,
    check,
    load_ready_made,
    missing_columns,
    parse,
    ready_made,
)
from inventory.sources.problems import SourceError
from inventory.sources.suggestion import suggest
from inventory.sources.table import ColumnKey, read_table

MAPPING = Mapping(
    name="works",
    title="Register of the Ministry of Works",
    rules=(
        FieldRule("name", (ColumnKey("Name"),)),
        FieldRule("oversight", (ColumnKey("Who"), ColumnKey("If Other, please explain.", 2))),
        FieldRule("impact", (ColumnKey("Impact"),), {"Neither": "none", "?": None}, "unknown"),
        FieldRule("initiated_on", (ColumnKey("Started"),), day_first=False),
        FieldRule("lifecycle", (ColumnKey("Stage"),), refuse_unknown=True),
    ),
    identity=Identity((ColumnKey("Name"), ColumnKey("Agency")), numbers_equals=False),
    constants={"public_facing": "no"},
    unmapped="drop",
)


def test_stored_form_reads_back_equal():
    text = json.dumps(MAPPING.to_json())

    assert parse(text) == MAPPING


def _with(**changes):
    value = MAPPING.to_json()
    value.update(changes)
    return value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (_with(extra=1), "“mapping” holds unknown keys: extra."),
        (_with(format=2), "This mapping has a format that is not known here."),
        (_with(format=True), "“format” of “mapping” is missing or of the wrong type."),
        (_with(fields=[]), "“fields” of “mapping” is missing or of the wrong type."),
        (
            _with(fields=[{"target": "name", "columns": ["A"], "valeus": {}}]),
            "“mapping.fields[1]” holds unknown keys: valeus.",
        ),
        (
            _with(fields=[{"columns": ["A"]}]),
            "“mapping.fields[1]” lacks “target”.",
        ),
        (
            _with(fields=[{"target": "name", "columns": ["A"], "refuse_unknown": 1}]),
            "“refuse_unknown” of “mapping.fields[1]” is missing or of the wrong type.",
        ),
        (
            _with(fields=[{"target": "name", "columns": ["A"], "values": {"a": 1}}]),
            "“values” of “mapping.fields[1]” is missing or of the wrong type.",
        ),
        (
            _with(fields=[{"target": "name", "columns": [{"heading": "A", "occurrence": 0}]}]),
            "Occurrences of a heading are counted from 1.",
        ),
        (
            _with(identity={"columns": []}),
            "“columns” of “mapping.identity” is missing or of the wrong type.",
        ),
        (_with(identity=[]), "“mapping.identity” must be an object."),
        (_with(constants={"a": None}), "“constants” of “mapping” is missing or of the wrong type."),
        (_with(constants={"name": "x"}), "The mapping fills “name” twice."),
        (_with(unmapped="lose"), "Unmapped columns are either kept (keep) or dropped (drop)."),
        ([], "“mapping” must be an object."),
    ],
)
def test_anything_unexpected_is_refused_by_name(value, sentence):
    with pytest.raises(SourceError) as refusal:
        Mapping.from_json(value)

    assert str(refusal.value) == sentence


def test_key_that_stands_twice_is_refused():
    with pytest.raises(SourceError, match="holds the key “name” twice"):
        parse('{"name": "a", "name": "b"}')


def test_text_that_is_not_json_is_refused():
    with pytest.raises(SourceError, match="not JSON"):
        parse("name: works")


def test_unknown_fields_and_choices_are_refused(fields):
    check(MAPPING, fields)

    with pytest.raises(SourceError, match="fills “size”, which is no field"):
        check(Mapping("a", "", (FieldRule("size", (ColumnKey("A"),)),), MAPPING.identity), fields)
    wrong = FieldRule("impact", (ColumnKey("A"),), {"x": "huge"})
    with pytest.raises(SourceError, match="gives “Impact” the value “huge”, which is no choice"):
        check(Mapping("a", "", (wrong,), MAPPING.identity), fields)


def test_missing_columns_are_named_once(sample):
    table = read_table(sample("register.csv"), "register.csv")

    assert [str(key) for key in missing_columns(MAPPING, table)] == ["Who", "Impact"]


def test_ready_made_mapping_fits_the_fields(fields):
    assert ready_made() == ["us-federal-2024"]

    check(load_ready_made("us-federal-2024"), fields)


@pytest.mark.parametrize("name", ["none", "../mapping", ""])
def test_unknown_ready_made_mapping_is_refused(name):
    with pytest.raises(SourceError, match="Known: us-federal-2024"):
        load_ready_made(name)


def test_proposal_follows_headings_and_values(fields):
    data = b"Use Case Name,Topic,Initiated on,personal-data,Remarks\nA,b,13/1/2024,yes,\n"

    proposed = suggest(read_table(data, "x.csv"), fields, name="mine")

    assert {rule.target: str(rule.columns[0]) for rule in proposed.rules} == {
        "name": "Use Case Name",
        "topic": "Topic",
        "initiated_on": "Initiated on",
        "personal_data": "personal-data",
    }
    assert [rule.day_first for rule in proposed.rules if rule.target == "initiated_on"] == [True]
    assert proposed.identity == Identity((ColumnKey("Use Case Name"),))
    assert parse(json.dumps(proposed.to_json())) == proposed
