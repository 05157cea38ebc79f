"""The federal register of 2024, whole and as it is."""

from collections import Counter
from datetime import date

import pytest

from inventory.imports.mappings import load_ready_made
from records.incoming.incoming import incoming
from records.incoming.plan import plan
from records.incoming.table import read_table
from tests.records.incoming.conftest import FIELDS


@pytest.fixture(scope="module")
def table(federal):
    """The register as a table."""
    return read_table(federal, "us-federal-ai-use-cases-2024.csv")


@pytest.fixture(scope="module")
def rows(table):
    """The register by the mapping that comes with the product."""
    return incoming(table, load_ready_made("us-federal-2024"), FIELDS)


def test_whole_file_is_read(table):
    assert (len(table.rows), len(table.columns), table.problems) == (2133, 62, ())
    assert (table.encoding.name, table.encoding.sure, table.delimiter) == ("cp1252", "likely", ",")
    assert table.encoding.samples == ("Español", "Côte", "Amazonía", "Montería", "Córdoba")


def test_nine_equal_headings_are_told_apart(table):
    repeated = [column for column in table.columns if column.is_repeated]

    assert [column.position for column in repeated] == [25, 29, 37, 39, 41, 51, 53, 57, 61]
    assert repeated[2].label == "If Other, please explain. (3rd)"
    assert repeated[1].after.startswith("Which, if any, demographic variables")


def test_name_agency_and_bureau_leave_fifty_doubles(rows):
    assert sum(row.number > 1 for row in rows) == 50
    assert len({row.identity for row in rows}) == 2133
    assert [row.number for row in rows if row.key == "generative ai usage | ed | osers"] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_only_three_names_are_too_long(rows):
    made = plan(rows, {})

    assert len(made.adds) == 2130
    assert [(row.row_number, str(row.problems[0].sentence)) for row in made.refusals] == [
        (1099, "The text has 335 characters; at most 300 fit. Shorten it."),
        (1100, "The text has 329 characters; at most 300 fit. Shorten it."),
        (1101, "The text has 342 characters; at most 300 fit. Shorten it."),
    ]


def test_choices_are_brought_together(rows):
    assert Counter(row.initial.get("lifecycle") for row in rows) == {
        "in_use": 892,
        "development": 404,
        "idea": 399,
        "testing": 287,
        "retired": 147,
        None: 4,
    }
    assert Counter(row.initial["impact"] for row in rows) == {
        "none": 1722,
        "both": 195,
        "rights": 131,
        "unknown": 60,
        "safety": 25,
    }


def test_dates_are_taken_or_kept_as_text(rows):
    names = ("initiated_on", "developed_on", "in_service_on", "retired_on")

    assert [sum(name in row.values for row in rows) for name in names] == [1188, 918, 619, 99]
    assert all(row.values.get(name, date.max).year >= 1993 for row in rows for name in names)


def test_every_remark_is_accounted_for(rows):
    remarks = Counter(
        " ".join(remark.sentence.template.split()[1:4]) for row in rows for remark in row.remarks
    )

    assert remarks == {
        "is what a": 134,
        "does not name": 109,
        "is not among": 6,
        "looks like a": 4,
    }


def test_no_text_of_the_file_is_lost(table, rows):
    mapping = load_ready_made("us-federal-2024")
    filled = {key.folded for rule in mapping.rules for key in rule.columns}
    unmapped = [column for column in table.columns if column.key.folded not in filled]
    written = sum(
        bool(row.cells[column.position].strip()) for row in table.rows for column in unmapped
    )
    names = {str(column.key) for column in unmapped}

    assert sum(key in names for row in rows for key in row.external) == written


def test_same_file_again_changes_nothing(rows):
    there = {row.identity: {**row.initial, "external": row.external} for row in plan(rows, {}).adds}

    made = plan(rows, there)

    assert len(made.unchanged) == 2130
    assert len(made.refusals) == 3
    assert (made.adds, made.changes, made.vanished) == ([], [], [])
