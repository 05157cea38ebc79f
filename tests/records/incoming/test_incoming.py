"""Rows read by a mapping: values, what is kept beside them, and what refuses a row."""

from datetime import date

import pytest

from records.incoming.incoming import incoming
from records.incoming.mapping import FieldRule, FieldSpec, Identity, TableMapping
from records.incoming.problems import SourceError
from records.incoming.table import ColumnKey, read_table

NAME = FieldRule("name", (ColumnKey("Name"),))
BY_NAME = Identity((ColumnKey("Name"),))
REGISTER = TableMapping(
    name="works",
    title="",
    rules=(
        NAME,
        FieldRule("unit", (ColumnKey("Agency"), ColumnKey("Bureau"))),
        FieldRule("lifecycle", (ColumnKey("Stage"),)),
        FieldRule("initiated_on", (ColumnKey("Started"),)),
        FieldRule("personal_data", (ColumnKey("Personal data"),), default="unknown"),
    ),
    identity=Identity((ColumnKey("Name"), ColumnKey("Agency"), ColumnKey("Bureau"))),
    constants={"public_facing": "no"},
)


def _read(text, *rules, fields, identity=BY_NAME, **options):
    mapping = TableMapping("x", "", (NAME, *rules), identity, **options)
    return incoming(read_table(text.encode(), "x.csv"), mapping, fields)


def _told(notes):
    return [str(note) for note in notes]


def test_rows_become_values(sample, fields):
    rows = incoming(read_table(sample("register.csv"), "register.csv"), REGISTER, fields)

    assert rows[0].values == {
        "public_facing": "no",
        "name": "Chat assistant",
        "unit": ("Ministry of Works", "Roads"),
        "lifecycle": "in_use",
        "initiated_on": date(2023, 10, 1),
        "personal_data": "yes",
    }
    assert rows[0].external == {"If Other, please explain. (2nd)": "shared drive"}
    assert rows[3].values["unit"] == ("Ministry of Water",)


def test_identity_is_readable_and_numbers_equals(sample, fields):
    rows = incoming(read_table(sample("register.csv"), "register.csv"), REGISTER, fields)

    assert [row.identity for row in rows] == [
        "chat assistant | ministry of works | roads",
        "chat assistant | ministry of works | roads #2",
        "sign reader | ministry of works | bridges",
        "leak finder | ministry of water | ",
    ]
    assert [(row.number, row.equals) for row in rows] == [(1, 2), (2, 2), (1, 1), (1, 1)]


def test_default_is_for_new_records_only(sample, fields):
    rows = incoming(read_table(sample("register.csv"), "register.csv"), REGISTER, fields)

    assert "personal_data" not in rows[2].values
    assert rows[2].initial["personal_data"] == "unknown"


def test_month_is_taken_told_and_kept_as_written(sample, fields):
    rows = incoming(read_table(sample("register.csv"), "register.csv"), REGISTER, fields)

    assert rows[2].values["initiated_on"] == date(2022, 10, 1)
    assert _told(rows[2].remarks) == [
        "Row 4, “Started”: “Oct 2022” names only a month; its first day is taken."
    ]
    assert rows[2].external["Started"] == "Oct 2022"


def test_row_without_a_name_is_refused_and_the_others_are_not(sample, fields):
    mapping = TableMapping("x", "", (NAME,), Identity((ColumnKey("Name"), ColumnKey("Agency"))))

    rows = incoming(read_table(sample("no_name.csv"), "no_name.csv"), mapping, fields)

    sentence = "“Name” must be filled, and this row holds nothing for it."
    assert [_told(row.problems) for row in rows] == [
        [],
        [f"Row 3, “Name”: {sentence}"],
        [f"Row 4, “Name”: {sentence}"],
    ]


def test_required_field_that_nothing_fills_refuses_every_row(fields):
    table = read_table(b"Name,Topic\nA,b\n", "x.csv")
    mapping = TableMapping("x", "", (FieldRule("topic", (ColumnKey("Topic"),)),), BY_NAME)

    assert _told(incoming(table, mapping, fields)[0].problems) == ["Row 2: Nothing fills “Name”."]


def test_overlong_text_names_column_and_length(fields):
    rows = _read(f"Name,Why\n{'x' * 301},b\n", fields=fields)

    assert _told(rows[0].problems) == [
        "Row 2, “Name”: The text has 301 characters; at most 300 fit. Shorten it."
    ]
    assert rows[0].external["Name"] == "x" * 301


def test_formula_is_kept_as_text_and_told(sample, fields):
    mapping = TableMapping("x", "", (NAME,), BY_NAME)

    rows = incoming(read_table(sample("formula.csv"), "formula.csv"), mapping, fields)

    assert [row.values["name"] for row in rows] == [
        "=1+1",
        '=HYPERLINK("https://evil.example","x")',
        "@cmd",
        "=2",
        "- a point",
    ]
    assert _told(rows[0].remarks) == [
        "Row 2, “Name”: “=1+1” looks like a formula; it is kept as plain text."
    ]
    assert [len(row.remarks) for row in rows] == [1, 1, 2, 1, 1]
    assert rows[0].external == {"Agency": "-0.12"}
    assert not any(row.problems for row in rows)


def test_doubled_reference_refuses_all_of_them(sample, fields):
    identity = Identity((ColumnKey("Ref"),), numbers_equals=False)
    mapping = TableMapping("x", "", (NAME,), identity)

    rows = incoming(read_table(sample("doubled_reference.csv"), "x.csv"), mapping, fields)

    assert [_told(row.problems) for row in rows] == [
        ["Row 2: “uc-1” identifies 2 rows (2, 4). Keep one of them."],
        [],
        ["Row 4: “uc-1” identifies 2 rows (2, 4). Keep one of them."],
    ]


def test_row_that_nothing_identifies_is_refused(fields):
    identity = Identity((ColumnKey("Ref"),))

    rows = _read("Name,Ref\nA,\n", fields=fields, identity=identity)

    assert _told(rows[0].problems) == ["Row 2: The columns that identify a row are all blank."]


def test_problem_of_the_file_refuses_its_row(sample, fields):
    mapping = TableMapping("x", "", (NAME,), BY_NAME)

    rows = incoming(read_table(sample("ragged.csv"), "ragged.csv"), mapping, fields)

    assert [bool(row.problems) for row in rows] == [True, True, False, False]
    assert rows[0].values == {}


def test_unknown_choice_refuses_only_where_the_mapping_says_so(fields):
    text = "Name,Stage\nA,somewhere\n"
    rule = FieldRule("lifecycle", (ColumnKey("Stage"),), {"Live": "in_use"})
    strict = FieldRule("lifecycle", (ColumnKey("Stage"),), refuse_unknown=True)

    lenient_row = _read(text, rule, fields=fields)[0]
    strict_row = _read(text, strict, fields=fields)[0]

    sentence = "“somewhere” is not among the choices; it is kept as text."
    assert _told(lenient_row.remarks) == [f"Row 2, “Stage”: {sentence}"]
    assert lenient_row.external == {"Stage": "somewhere"}
    assert lenient_row.problems == ()
    assert _told(strict_row.problems) == [f"Row 2, “Stage”: {sentence}"]


def test_value_left_open_on_purpose_is_kept_beside(fields):
    rule = FieldRule("impact", (ColumnKey("Impact"),), {"It depends": None}, "unknown")

    row = _read("Name,Impact\nA,It depends.\n", rule, fields=fields)[0]

    assert ("impact" in row.values, row.defaults) == (False, {"impact": "unknown"})
    assert row.external == {"Impact": "It depends."}
    assert row.remarks == ()


def test_several_columns_make_one_long_text(fields):
    rule = FieldRule("notice", (ColumnKey("How"), ColumnKey("Why"), ColumnKey("Who")))

    row = _read("Name,How,Why,Who\nA,Other,N/A,by post\n", rule, fields=fields)[0]

    assert row.values["notice"] == "Other\n\nby post"


def test_unit_without_the_unit_above_it_is_not_guessed(fields):
    rule = FieldRule("unit", (ColumnKey("Agency"), ColumnKey("Bureau")))

    row = _read("Name,Agency,Bureau\nA,,Roads\n", rule, fields=fields)[0]

    assert "unit" not in row.values
    assert row.external == {"Bureau": "Roads"}
    assert [str(remark.sentence) for remark in row.remarks] == [
        "The unit is named, but the unit above it is blank."
    ]


def test_unmapped_columns_may_be_dropped(fields):
    assert _read("Name,Why\nA,b\n", fields=fields, unmapped="drop")[0].external == {}


def test_text_is_stored_in_one_normal_form(fields):
    row = _read("Name,Why\n  A \r\n e\u0301 ,x\n".replace("\r\n", " "), fields=fields)[0]

    assert row.values["name"] == "A é"


def test_missing_column_refuses_the_file(fields):
    rule = FieldRule("topic", (ColumnKey("Topic", 2),))

    with pytest.raises(SourceError, match=r"lacks columns that the mapping uses: Topic \(2nd\)"):
        _read("Name,Topic\nA,b\n", rule, fields=fields)


def test_constant_that_is_no_choice_refuses_the_mapping(fields):
    with pytest.raises(SourceError, match="The constant for “Public facing” cannot be used"):
        _read("Name\nA\n", fields=fields, constants={"public_facing": "perhaps"})


def test_every_kind_of_field_is_read():
    fields = (
        FieldSpec("name", "Name", "text"),
        FieldSpec("live", "Live", "bool"),
        FieldSpec("users", "Users", "integer"),
        FieldSpec("owner", "Owner", "person"),
        FieldSpec("where", "Where", "choices", (("eu", "European Union"), ("us", "United States"))),
        FieldSpec("unit", "Unit", "unit"),
    )
    names = ("live", "users", "owner", "where", "unit")
    rules = tuple(FieldRule(name, (ColumnKey(name),)) for name in names)
    text = "Name;live;users;owner;where;unit\nA;yes;12;ada@works.example;EU, United States;A > B\n"

    row = _read(text, *rules, fields=fields)[0]

    assert row.values == {
        "name": "A",
        "live": True,
        "users": 12,
        "owner": "ada@works.example",
        "where": ("eu", "us"),
        "unit": ("A", "B"),
    }
