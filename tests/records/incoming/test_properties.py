"""What must hold for any table, any order of rows and any bytes."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from records.incoming.incoming import incoming
from records.incoming.mapping import FieldRule, FieldSpec, Identity, TableMapping
from records.incoming.plan import plan
from records.incoming.problems import SourceError
from records.incoming.table import Table, read_table
from tests.records.incoming.conftest import ROOT

FIELDS = (
    FieldSpec("name", "Name", "text", required=True, max_length=300),
    FieldSpec("topic", "Topic", "text"),
)
CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
)
CELL = st.text(CHARACTERS | st.sampled_from("\n,;\t\"'|#=+-@ "), max_size=12)
ROWS = st.lists(st.tuples(CELL.map("row {}".format), CELL), min_size=1, max_size=12)

# A busy machine is no failure: speed is measured by the benchmark.
unhurried = settings(deadline=None)


def _csv(rows, delimiter=","):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(("Name", "Topic"))
    writer.writerows(rows)
    return buffer.getvalue()


def _incoming(rows):
    table = read_table(_csv(rows).encode(), "x.csv", delimiter=",")
    name, topic = (column.key for column in table.columns)
    mapping = TableMapping(
        "x", "", (FieldRule("name", (name,)), FieldRule("topic", (topic,))), Identity((name,))
    )
    return incoming(table, mapping, FIELDS)


@unhurried
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_written_table_reads_back_equal(rows, delimiter, encoding):
    data = _csv(rows, delimiter).encode(encoding)

    table = read_table(data, "x.csv", delimiter=delimiter)

    assert [row.cells for row in table.rows] == rows


@unhurried
@given(
    rows=st.lists(st.tuples(CELL.map("row {}".format), CELL), min_size=1, max_size=8),
    data=st.data(),
)
def test_identity_does_not_depend_on_the_order_of_groups(rows, data):
    by_name = {}
    for row in _incoming(rows):
        by_name.setdefault(row.key, []).append(row)
    shuffled = data.draw(st.permutations(list(by_name.values())))
    order = [row for group in shuffled for row in group]

    again = _incoming([rows[row.row_number - 2] for row in order])

    assert [row.identity for row in again] == [row.identity for row in order]


@unhurried
@given(rows=ROWS)
def test_plan_of_what_is_there_changes_nothing(rows):
    there = {
        row.identity: {**row.initial, "external": row.external}
        for row in plan(_incoming(rows), {}).adds
    }

    made = plan(_incoming(rows), there)

    assert (made.adds, made.changes, made.vanished) == ([], [], [])
    assert len(made.unchanged) == len(there) == len(rows)


@unhurried
@given(rows=ROWS, data=st.data())
def test_every_row_is_in_exactly_one_part_of_the_plan(rows, data):
    there = {row.identity: row.values for row in _incoming(data.draw(ROWS))}

    made = plan(_incoming(rows), there)

    parts = [*made.adds, *made.unchanged, *made.refusals]
    parts += [update.incoming for update in made.changes]
    assert sorted(row.row_number for row in parts) == list(range(2, len(rows) + 2))
    assert len({row.identity for row in parts}) == len(rows)


@unhurried
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(data):
    try:
        outcome = read_table(data, "x.csv")
    except SourceError as refusal:
        outcome = refusal

    assert isinstance(outcome, Table) or str(outcome).endswith((".", "?"))


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 5984), byte=st.integers(0, 255))
def test_damaged_workbook_is_a_table_or_a_sentence(at, byte):
    data = bytearray((ROOT / "tests" / "data" / "import" / "register.xlsx").read_bytes())
    data[at] = byte

    try:
        outcome = read_table(bytes(data), "x.xlsx")
    except SourceError as refusal:
        outcome = refusal

    assert isinstance(outcome, Table | SourceError)
