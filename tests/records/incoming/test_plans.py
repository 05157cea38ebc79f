"""What an import would add, change, leave and refuse."""

from dataclasses import replace

import pytest

from records.incoming.identity import MAX_LENGTH, identity_key, numbered, split
from records.incoming.incoming import IncomingRow, incoming
from records.incoming.mapping import FieldRule, Identity, TableMapping
from records.incoming.plan import Conflict, PlannedChange, plan
from records.incoming.problems import RowProblem, told
from records.incoming.table import ColumnKey, read_table

MAPPING = TableMapping(
    "x",
    "",
    (
        FieldRule("name", (ColumnKey("Name"),)),
        FieldRule("topic", (ColumnKey("Topic"),)),
        FieldRule("purpose", (ColumnKey("Purpose"),)),
    ),
    Identity((ColumnKey("Name"),)),
)
FILE = "Name,Topic,Purpose,Note\nA,t1,p1,n1\nA,t2,p2,n2\nA,t3,p3,n3\nB,t4,p4,\n"


@pytest.fixture
def rows_of(fields):
    """Return a function from CSV text to incoming rows."""
    return lambda text: incoming(read_table(text.encode(), "x.csv"), MAPPING, fields)


def _stored(made):
    return {row.identity: {**row.initial, "external": row.external} for row in made.adds}


def test_everything_is_new_at_first(rows_of):
    made = plan(rows_of(FILE), {})

    assert [row.identity for row in made.adds] == ["a", "a #2", "a #3", "b"]
    assert (made.changes, made.unchanged, made.refusals, made.vanished) == ([], [], [], [])


def test_same_file_again_changes_nothing(rows_of):
    made = plan(rows_of(FILE), _stored(plan(rows_of(FILE), {})))

    assert len(made.unchanged) == 4
    assert (made.adds, made.changes, made.refusals, made.vanished) == ([], [], [], [])


def test_corrected_file_names_field_old_and_new(rows_of):
    there = _stored(plan(rows_of(FILE), {}))

    made = plan(rows_of(FILE.replace("B,t4,p4,", "B,t5,p4,late")), there)

    assert [(update.incoming.identity, update.changes) for update in made.changes] == [
        ("b", (PlannedChange("topic", "t4", "t5"), PlannedChange("external", {}, {"Note": "late"})))
    ]
    assert len(made.unchanged) == 3


def test_vanished_rows_are_listed(rows_of):
    there = _stored(plan(rows_of(FILE), {}))

    made = plan(rows_of(FILE.replace("B,t4,p4,\n", "")), there)

    assert made.vanished == ["b"]
    assert len(made.unchanged) == 3


def test_equal_rows_keep_their_records_when_one_of_them_leaves(rows_of):
    there = _stored(plan(rows_of(FILE), {}))

    made = plan(rows_of(FILE.replace("A,t1,p1,n1\n", "")), there)

    assert [row.identity for row in made.unchanged] == ["a #2", "a #3", "b"]
    assert (made.changes, made.vanished) == ([], ["a"])


def test_equal_rows_keep_their_records_when_they_change_places(rows_of):
    there = _stored(plan(rows_of(FILE), {}))
    swapped = "Name,Topic,Purpose,Note\nA,t3,p3,n3\nA,t2,changed,n2\nA,t1,p1,n1\nB,t4,p4,\n"

    made = plan(rows_of(swapped), there)

    assert [row.identity for row in made.unchanged] == ["a #3", "a", "b"]
    assert [(update.incoming.identity, update.changes) for update in made.changes] == [
        ("a #2", (PlannedChange("purpose", "p2", "changed"),))
    ]


def test_new_equal_row_gets_a_free_number(rows_of):
    there = _stored(plan(rows_of(FILE), {}))
    del there["a #2"]

    made = plan(rows_of(FILE), there)

    assert [(row.row_number, row.identity) for row in made.adds] == [(3, "a #2")]
    assert len(made.unchanged) == 3


def test_refused_row_is_neither_changed_nor_vanished(rows_of):
    rows = rows_of(FILE)
    there = _stored(plan(rows, {}))
    rows[1] = replace(rows[1], values={}, problems=(RowProblem(3, "", told("Wrong.")),))

    made = plan(rows, there)

    assert [row.identity for row in made.refusals] == ["a #2"]
    assert (len(made.unchanged), made.changes, made.vanished) == (3, [], [])


def test_blank_cell_erases_nothing(rows_of):
    there = _stored(plan(rows_of(FILE), {}))

    made = plan(rows_of(FILE.replace("B,t4,p4,", "B,,p4,")), there)

    assert len(made.unchanged) == 4


def test_edit_by_a_person_survives_the_same_file(rows_of):
    imported = _stored(plan(rows_of(FILE), {}))
    current = {**imported, "b": {**imported["b"], "topic": "edited"}}

    made = plan(rows_of(FILE), current, imported=imported)

    assert len(made.unchanged) == 4


def test_field_changed_on_both_sides_is_a_conflict(rows_of):
    imported = _stored(plan(rows_of(FILE), {}))
    current = {**imported, "b": {**imported["b"], "topic": "edited"}}

    made = plan(rows_of(FILE.replace("t4", "t5")), current, imported=imported)

    assert made.changes[0].changes == ()
    assert made.changes[0].conflicts == (Conflict("topic", "edited", "t5"),)


def test_file_may_empty_what_it_brought_itself(rows_of):
    imported = _stored(plan(rows_of(FILE), {}))

    made = plan(rows_of(FILE.replace("B,t4,p4,", "B,,p4,")), imported, imported=imported)

    assert made.changes[0].changes == (PlannedChange("topic", "t4", None),)


def test_stored_lists_and_unit_spellings_count_as_equal():
    row = IncomingRow(2, "a", "a", values={"unit": ("Works", "Roads"), "tags": ("x",)})

    made = plan([row], {"a": {"unit": ["works", "ROADS"], "tags": ["x"], "topic": ""}})

    assert len(made.unchanged) == 1


def test_large_group_of_equals_is_paired_in_order():
    rows = [
        IncomingRow(n + 1, numbered("a", n), "a", number=n, values={"topic": f"new {n}"})
        for n in range(1, 1001)
    ]
    there = {numbered("a", n): {"topic": f"old {n}"} for n in range(1, 1001)}

    made = plan(rows, there)

    assert [update.incoming.identity for update in made.changes] == list(there)


@pytest.mark.parametrize(
    ("key", "number", "identity"),
    [("a", 1, "a"), ("a", 2, "a #2"), ("a #2", 1, "a #2 #1"), ("a #2", 2, "a #2 #2")],
)
def test_number_among_equals_can_be_taken_off_again(key, number, identity):
    assert numbered(key, number) == identity
    assert split(identity) == (key, number)


def test_bar_inside_a_text_does_not_mix_up_columns():
    assert identity_key(["a | b", "c"]) != identity_key(["a", "b | c"])


def test_long_identity_is_shortened_and_stays_distinct():
    one, two = identity_key(["x" * 2000 + "1"]), identity_key(["x" * 2000 + "2"])

    assert len(one) <= MAX_LENGTH
    assert one != two
