"""Texts of cells as dates, choices, lists, yes and no."""

from datetime import date

import pytest

from records.incoming.dates import evident_order, read_date
from records.incoming.values import (
    CellReading,
    is_empty,
    is_formula,
    read_boolean,
    read_choice,
    read_integer,
    read_list,
    read_text,
)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("10/1/2023", False, date(2023, 10, 1)),
        ("10/1/2023", True, date(2023, 1, 10)),
        ("10.01.2023", True, date(2023, 1, 10)),
        ("13/4/2024", None, date(2024, 4, 13)),
        ("4/13/2024", None, date(2024, 4, 13)),
        ("3/3/2024", None, date(2024, 3, 3)),
        ("2023-10-01", None, date(2023, 10, 1)),
        ("2023/10/1", None, date(2023, 10, 1)),
        ("2023-10-01T08:30:00Z", None, date(2023, 10, 1)),
        ("2023-10-01 08:30:00", None, date(2023, 10, 1)),
        ("Oct 5, 2023", None, date(2023, 10, 5)),
        ("October 5th 2023", None, date(2023, 10, 5)),
        ("5 October 2023", None, date(2023, 10, 5)),
        ("5-Oct-2023", None, date(2023, 10, 5)),
        ("2024-02-29", None, date(2024, 2, 29)),
    ],
)
def test_text_that_names_one_day_becomes_that_day(text, day_first, expected):
    assert read_date(text, day_first=day_first) == CellReading(expected)


@pytest.mark.parametrize("text", ["Oct 2023", "October, 2023", "10/2023", "2023-10", "2023 Oct"])
def test_month_becomes_its_first_day_and_says_so(text):
    read = read_date(text)

    assert read.value == date(2023, 10, 1)
    assert str(read.remark) == f"“{text}” names only a month; its first day is taken."


@pytest.mark.parametrize(
    "text",
    [
        "2023",
        "FY2023",
        "Q4FY25",
        "22-Nov",
        "Pre-2021",
        "10/12023",
        "10/1/23",
        "2015-2022",
        "TBD",
        "2/30/2024",
        "10/0/2023",
        "2023-00-01",
        "Foo 2023",
        "1 2023",
        "2024-02-15 (contract kick-off); 2024-08-23 (signed Acquisition Plan)",
        "1/1/1805",
        "٣/٣/٢٠٢٤",
    ],
)
def test_anything_else_stays_text(text):
    read = read_date(text, day_first=False)

    assert read.value is None
    assert read.problem is None
    assert "does not name one certain day" in str(read.remark)


def test_convention_is_not_bent_for_one_value():
    assert read_date("13/4/2024", day_first=False).value is None


def test_day_or_month_first_is_not_guessed():
    read = read_date("3/4/2024")

    assert read.value is None
    assert "may have the day or the month first" in str(read.remark)


def test_year_typed_into_a_date_cell_is_recognised():
    read = read_date("7/16/1905", day_first=False)

    assert read.value is None
    assert str(read.remark) == (
        "“7/16/1905” is what a spreadsheet makes of the year 2024 typed alone; it is kept as text."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [("13/1/2024", True), ("1/13/2024", False), ("1/2/2024", None), ("", None)],
)
def test_order_is_evident_only_beyond_twelve(text, expected):
    assert evident_order(text) is expected


@pytest.mark.parametrize("text", ["", " ", "\xa0", "N/A", "n/a ", "NA", "Not Applicable", "#N/A"])
def test_blank_and_not_applicable_are_empty(text):
    assert is_empty(text)


@pytest.mark.parametrize("text", ["None", "No", "0", "-", "N/A - merged into another"])
def test_what_says_something_is_not_empty(text):
    assert not is_empty(text)


@pytest.mark.parametrize("text", ["=1+1", "+age", "@cmd", "-debt", " =A1", "\t=1", "- a point"])
def test_formula_is_recognised(text):
    assert is_formula(text)


@pytest.mark.parametrize("text", ["-0.12", "+49 30 1234", "-", "a=1", "", "- 7", "-5 %"])
def test_number_or_dash_is_no_formula(text):
    assert not is_formula(text)


@pytest.mark.parametrize("text", ["Rights-Impacting\n", "rights–impacting", " RIGHTS-IMPACTING. "])
def test_choice_is_found_whatever_its_spelling(text):
    assert read_choice(text, {"rights-impacting": "rights"}) == CellReading("rights")


def test_unknown_choice_is_a_remark_with_its_text():
    read = read_choice("maybe", {"yes": "yes"})

    assert read.value is None
    assert str(read.remark) == "“maybe” is not among the choices; it is kept as text."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["Race/Ethnicity","Sex/Gender","Age"]', ("Race/Ethnicity", "Sex/Gender", "Age")),
        ("Age\nSex/Gender", ("Age", "Sex/Gender")),
        ("sex, gender, & age", ("Sex/Gender", "age")),
        ("Age; and income", ("Age", "income")),
        ("[not json, Age", ("[not json", "Age")),
        ("[1, 2]", ("[1", "2]")),
        ("None", None),
    ],
)
def test_lists_in_several_forms(text, expected):
    values = {"sex": "Sex/Gender", "gender": "Sex/Gender", "none": None}

    assert read_list(text, values).value == expected


def test_closed_list_tells_what_it_leaves_out():
    read = read_list("Age, shoe size", {"age": "age"}, is_closed=True)

    assert read.value == ("age",)
    assert str(read.remark) == "“shoe size” is not among the choices; it is kept as text."


@pytest.mark.parametrize(
    ("text", "expected"),
    [("YES", True), ("x", True), ("No.", False), ("0", False), ("maybe", None)],
)
def test_yes_and_no(text, expected):
    assert read_boolean(text).value is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("12", 12), ("-3", -3), ("1,200", None), ("³", None)]
)
def test_whole_numbers(text, expected):
    assert read_integer(text).value == expected


def test_overlong_text_names_both_lengths():
    read = read_text("x" * 301, max_length=300)

    assert read.value is None
    assert str(read.problem) == "The text has 301 characters; at most 300 fit. Shorten it."
