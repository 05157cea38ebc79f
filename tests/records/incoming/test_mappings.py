"""Mappings: their stored form, what is refused, and proposals."""

import json

import pytest

from inventory.imports.mappings import load_ready_made, ready_made
from records.incoming.mapping import (
    FieldRule,
    Identity,
    TableMapping,
    check,
    missing_columns,
    parse,
)
from records.incoming.problems import SourceError
from records.incoming.suggestion import suggest
from records.incoming.table import ColumnKey, read_table

MAPPING = TableMapping(
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
        (
            _with(extra=1),
            (
                "extra: The key 'extra' is unknown; known are constants, fields, format, identity,"
                " name, title, unmapped."
            ),
        ),
        (_with(format=2), "format: '2' is unknown; known are 1."),
        (_with(format=True), "format: This must be a whole number."),
        (_with(fields=[]), "fields: [] should be non-empty."),
        (
            _with(fields=[{"target": "name", "columns": ["A"], "valeus": {}}]),
            (
                "fields[1] > valeus: The key 'valeus' is unknown; known are columns, day_first,"
                " default, refuse_unknown, target, values."
            ),
        ),
        (_with(fields=[{"columns": ["A"]}]), "fields[1]: The key 'target' is missing."),
        (
            _with(fields=[{"target": "name", "columns": ["A"], "refuse_unknown": 1}]),
            "fields[1] > refuse_unknown: This must be true or false.",
        ),
        (
            _with(fields=[{"target": "name", "columns": ["A"], "values": {"a": 1}}]),
            "fields[1] > values > a: This must be a text in quotes or empty.",
        ),
        (
            _with(fields=[{"target": "name", "columns": [{"heading": "A", "occurrence": 0}]}]),
            "fields[1] > columns[1] > occurrence: 0 is less than the minimum of 1.",
        ),
        (_with(identity={"columns": []}), "identity > columns: [] should be non-empty."),
        (_with(identity=[]), "identity: This must be a mapping of keys to values."),
        (_with(constants={"a": None}), "constants > a: This must be a text in quotes."),
        (_with(unmapped="lose"), "unmapped: 'lose' is unknown; known are keep, drop."),
        ([], "This must be a mapping of keys to values."),
    ],
)
def test_anything_unexpected_is_refused_by_name(value, sentence):
    with pytest.raises(SourceError) as refusal:
        TableMapping.from_json(value)

    assert str(refusal.value) == f"The mapping cannot be used: {sentence}"


def test_a_field_that_is_filled_twice_is_refused():
    with pytest.raises(SourceError) as refusal:
        TableMapping.from_json(_with(constants={"name": "x"}))

    assert str(refusal.value) == "The mapping fills “name” twice."


def test_key_that_stands_twice_is_refused():
    with pytest.raises(SourceError, match="line 1: The key 'name' stands here twice"):
        parse('{"name": "a", "name": "b"}')


def test_text_that_is_not_json_is_refused():
    with pytest.raises(SourceError, match="cannot be used"):
        parse("name: works")


def test_unknown_fields_and_choices_are_refused(fields):
    check(MAPPING, fields)

    with pytest.raises(SourceError, match="fills “size”, which is no field"):
        check(
            TableMapping("a", "", (FieldRule("size", (ColumnKey("A"),)),), MAPPING.identity), fields
        )
    wrong = FieldRule("impact", (ColumnKey("A"),), {"x": "huge"})
    with pytest.raises(SourceError, match="gives “Impact” the value “huge”, which is no choice"):
        check(TableMapping("a", "", (wrong,), MAPPING.identity), fields)


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
