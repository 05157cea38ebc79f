"""A result that rests on "not sure" says what it could become, and is never milder in silence."""

import datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.engine.effects import load_act
from assessments.engine.smallest import GRAVITY
from assessments.questionnaires.engine.questionnaire import UNSURE
from tests.assessments.engine.golden import classified
from tests.assessments.engine.test_properties import (
    DAYS,
    EDITIONS,
    SHEETS,
    SYSTEMS_IN_SCOPE,
    as_given,
    unsure_of,
)

ON = datetime.date(2026, 11, 28)
QUESTIONNAIRE = load_act().questionnaire
UNSURE_CAN_BE = sorted(item.id for item in QUESTIONNAIRE.questions if UNSURE in item.values)
HIRING = {"R2": "yes", "H_AREA": ["4"]}
MANIPULATION = {"R1": "yes", "P_A1": "yes", "P_A2": "yes"}
DEROGATED = {
    "R1": "yes",
    "H_AREA": ["4"],
    "H4a": "yes",
    "F_PROF": "no",
    "F_A": "yes",
    "F_MAT": "no",
    "F_HARM": "no",
}


def doubts(answers, edition="2026-1744", on=ON):
    found = classified(answers, edition=edition, on=on)
    return {doubt["question"]: doubt for doubt in found["doubts"] if "question" in doubt}


def law_doubts(answers, edition="2026-1744", on=ON):
    """Name what the law leaves open, by its place; the days of Art. 113 apart."""
    found = classified(answers, edition=edition, on=on)["doubts"]
    return {doubt["law"]: doubt["could_become"] for doubt in found if "law" in doubt}


def test_a_sheet_without_not_sure_has_no_doubts():
    assert doubts({**HIRING, "H4a": "yes"}) == {}


def test_a_ground_that_is_not_sure_is_told_with_what_it_would_bring():
    found = doubts({**HIRING, "R13": "public", "H4a": "unsure"})["H4a"]

    assert found["could_become"] == [
        "high_risk",
        "Annex III 4(a)",
        "Art. 111(2)",
        "Art. 27",
        "Art. 49(3)",
    ]
    assert found["why"].endswith('was answered "Not sure". With "Yes" it would be high-risk.')


@pytest.mark.parametrize(
    ("answers", "questions", "told"),
    [
        (
            {**MANIPULATION, "P_A3": "unsure"},
            {"P_A3"},
            'Not sure". With "Yes" it would be prohibited.',
        ),
        (
            {**MANIPULATION, "P_A2": "unsure", "P_A3": "unsure"},
            {"P_A2"},
            'With "Yes" and "Yes" to "Does that cause serious harm',
        ),
        # What is asked only once the first is settled counts as open too.
        ({"R1": "yes", "P_A1": "unsure"}, {"P_A1"}, 'With "Yes" and "Yes" to "Does it, on purpose'),
    ],
)
def test_a_ban_of_which_one_or_several_elements_are_not_sure_is_named(answers, questions, told):
    found = doubts(answers)

    assert found.keys() == questions
    for doubt in found.values():
        assert doubt["could_become"] == ["prohibited", "Art. 5(1)(a)"]
        assert told in doubt["why"]


@pytest.mark.parametrize(
    ("answers", "question", "worst"),
    [
        ({"R1": "yes", "H_AREA": ["unsure"]}, "H_AREA", "high_risk"),
        ({"R1": "yes", "H_AREA": ["4", "unsure"]}, "H_AREA", "high_risk"),
        ({"R1": "yes", "I1": ["unsure"], "I2": "product", "I3": "yes"}, "I1", "high_risk"),
        ({"R1": "yes", "I1": ["A4"], "I2": "unsure", "I3": "yes"}, "I2", "high_risk"),
        ({"R1": "yes", "S2": ["unsure"]}, "S2", "out_of_scope"),
        ({"R1": "yes", "S2": ["none", "unsure"]}, "S2", "minimal"),
        ({**HIRING, "H4a": "yes", "R13": "unsure"}, "R13", "Art. 27"),
        (
            {"R2": "yes", **dict.fromkeys(("P_H1", "P_H2", "P_H3", "P_H6", "P_H7", "P_H8"), "yes"),
             "P_H4": "unsure"},
            "P_H4",
            "high_risk",
        ),
    ],
)  # fmt: skip
def test_not_sure_where_a_system_belongs_is_told(answers, question, worst):
    told = doubts(answers)[question]["could_become"]

    assert worst in told
    assert worst.startswith("Art. ") or worst == told[0]


def test_answers_that_decide_only_together_are_in_doubt_together():
    found = doubts({**DEROGATED, "F_PROF": "unsure", "F_MAT": "unsure"})

    assert found.keys() == {"F_PROF", "F_MAT"}
    for doubt in found.values():
        assert doubt["could_become"][0] == "not_high_risk_documented"
        assert 'With "No" and "No" to "' in doubt["why"]
        assert doubt["why"].endswith("it would be not high-risk, to be documented.")


def test_each_answer_is_told_alone_and_where_it_is_graver_with_others():
    why = doubts({"R1": "yes", "P_F1": "unsure"})["P_F1"]["why"]

    assert 'With "Yes" it would be high-risk. With "Yes" and "Yes" to "Are these people at' in why
    assert why.endswith("it would be prohibited.")


@pytest.mark.parametrize(
    ("answers", "question", "told"),
    [
        ({"R1": "yes", "T2": "yes", "T2b": "unsure"}, "T2b", "Art. 50 from 2026-12-02"),
        ({**HIRING, "H4a": "yes", "R14": "unsure"}, "R14", "Art. 26(7)"),
        ({**HIRING, "H4a": "yes", "R13b": "unsure"}, "R13b", "Art. 49(3)"),
        ({**HIRING, "H4a": "yes", "H_LEG": "unsure"}, "H_LEG", "Art. 26 from 2030-08-02"),
        (
            {**HIRING, "H4a": "yes", "H_LEG": "yes", "H_PUB": "unsure"},
            "H_PUB",
            "Art. 26 from no day",
        ),
        ({**HIRING, "R1": "yes", "H4a": "yes", "R15": "unsure"}, "R15", "without Art. 18(3)"),
        ({"R2": "yes", "S6": "unsure"}, "S6", "without deployer"),
    ],
)
def test_an_answer_that_changes_a_duty_or_a_day_alone_is_told(answers, question, told):
    found = doubts(answers)[question]

    assert told in found["could_become"]
    assert "it would stay " in found["why"]


def test_a_ban_is_open_until_it_is_said_whether_feelings_or_intentions_are_read():
    """Art. 5(1)(f) names emotions, Art. 3(39) intentions too; what would lift it is told."""
    read_at_work = {"R1": "yes", "P_F1": "yes", "P_F2": "yes"}

    doubt = doubts(read_at_work)["P_F1i"]

    assert doubt["could_become"][0] == "high_risk"
    assert 'With "Yes" it would be high-risk' in doubt["why"]
    assert "P_F1i" not in doubts({**read_at_work, "P_F1i": "no"})


HIRED = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}
EXAMS = {"R2": "yes", "H_AREA": ["3"], "H3d": "yes"}
TOY = {"R1": "yes", "I1": ["A2"], "I2": "product"}
BOTH_LISTS = {**HIRED, "I1": ["A11"], "I2": "product", "I3": "yes"}


@pytest.mark.parametrize(
    ("answers", "place", "could"),
    [
        ({**EXAMS, "H3_I": "academy"}, "Annex III point 3(d)", ["minimal"]),
        ({"R1": "yes", "P_D1": "yes", "P_D2": "yes"}, "Art. 5(1)(d)", ["minimal"]),
        (
            {"R1": "yes", "H_AREA": ["1"], "H1b": "yes", "H1b_t": "other"},
            "Annex III point 1(b)",
            ["minimal"],
        ),
        ({**TOY, "I3": "no"}, "Art. 6(1)(b)", ["high_risk"]),
        (
            {**HIRING, "H4a": "yes", "R13": "public", "R13a": "other"},
            "Art. 49(3), 26(8)",
            ["without Art. 26(8)", "without Art. 49(3)"],
        ),
        ({**TOY, "I3": "yes"}, "Art. 6(1)(b)", ["minimal"]),
        (
            {"R1": "yes", "I1": ["A4"], "I2": "component", "I2b": "property", "I3": "yes"},
            "Art. 3(14), 6(1b)",
            ["minimal"],
        ),
        ({"R1": "yes", "A1": "basic", "T1": "yes"}, "Art. 3(1)", ["transparency"]),
        (
            {"R1": "yes", "P_F1": "yes", "P_F2": "yes", "P_F1i": "yes"},
            "Art. 3(39), 5(1)(f)",
            ["prohibited"],
        ),
        ({**DEROGATED, "F_MAT": "yes"}, "Art. 6(3)", ["not_high_risk_documented"]),
        ({**DEROGATED, "F_HARM": "yes"}, "Art. 6(3)", ["not_high_risk_documented"]),
        ({**DEROGATED, "F_MAT": "no", "S8": "yes"}, "Art. 2(12)", ["out_of_scope"]),
        (
            {"R1": "yes", "R2": "yes", "T2": "yes", "T2b": "yes"},
            "Art. 111(4)",
            ["Art. 50 from 2026-08-02"],
        ),
        (
            {**HIRED, "H_X": "later", "H_LEG": "yes", "H_AREA": ["4", "7"]},
            "Art. 111(1)",
            ["Art. 111(2)"],
        ),
        (
            {**HIRED, "R2": "yes", "R13": "public", "H_LEG": "yes", "H_PUB": "no"},
            "Art. 111(2) second sentence",
            ["Art. 10 from 2030-08-02"],
        ),
    ],
)
def test_what_the_law_leaves_open_is_told_with_the_class_it_could_be(answers, place, could):
    found = law_doubts(answers)

    told = next(found[name] for name in found if name.startswith(place))
    assert told[: len(could)] == could


def test_the_days_by_the_letter_are_told_once_and_not_where_a_transition_moves_them():
    days = law_doubts(HIRED)["Art. 113"]

    assert "Art. 49 from 2026-08-02" in days
    assert {name.rsplit(" ", 1)[1] for name in days} == {"2026-08-02"}
    assert "Art. 113" not in law_doubts({**HIRED, "H_LEG": "yes"})
    assert law_doubts(HIRED, edition="2024-1689") == {}


@pytest.mark.parametrize(
    "answers",
    [
        # A heat meter with radio that no safety check of a notified body concerns.
        {"R2": "yes", "I1": ["A6"], "I2": "component", "I2a": "yes", "I3": "yes", "I3a": "yes",
         "H_LEG": "yes", "H_AREA": ["2"], "H2a": "no"},
        {"R1": "yes", "P_D1": "yes", "P_D2": "no"},
        {"R2": "yes", "H_AREA": ["3", "4"], "H3d": "no", "H4a": "no"},
        # The core of a ban and of the list: the police, and a public school.
        {"R2": "yes", "P_D1": "yes", "P_D2": "yes", "P_D4": "yes"},
        {"R2": "yes", "R13": "public", "P_D1": "yes", "P_D2": "yes"},
        {"R2": "yes", "H_AREA": ["3"], "H3b": "yes", "H3d": "yes", "H3_I": "institution"},
        # A maker that sold its system placed it on the market.
        {"R1": "yes", "R2": "no", "T2": "yes", "T2b": "yes"},
        {"R2": "yes", "H_AREA": ["1"], "H1b": "yes", "H1b_t": "special"},
        # Only some product laws let the maker do without the outside check.
        {"R2": "yes", "I1": ["A11"], "I2": "product", "I3": "yes"},
    ],
)  # fmt: skip
def test_what_decides_nothing_here_is_no_doubt_of_the_law(answers):
    result = classified(answers, edition="2026-1744", on=ON)

    about_days = [doubt for doubt in result["doubts"] if doubt["law"] == "Art. 113"]
    assert (result["doubts"], result["needs_review"]) == (about_days, [])


def test_two_lists_with_two_days_are_one_doubt_that_names_the_later_day():
    days = law_doubts(BOTH_LISTS)

    assert "Art. 9 from 2028-08-02" in days["Art. 113(c)"]
    assert {name.rsplit(" ", 1)[1] for name in days["Art. 113(c)"]} == {"2028-08-02"}
    assert {name.rsplit(" ", 1)[1] for name in days["Art. 113"]} == {"2026-08-02"}
    assert "Art. 9 from 2027-08-02" in law_doubts(BOTH_LISTS, edition="2024-1689")["Art. 113(c)"]
    for answers in (HIRED, {**TOY, "I3": "yes"}, {**BOTH_LISTS, "H_LEG": "yes"}):
        assert "Art. 113(c)" not in law_doubts(answers)


def test_a_reason_is_told_once_with_all_that_it_leaves_open():
    changed = {"S1": "model", "G2c": "yes", "G1": "yes", "G1p": "yes"}

    assert law_doubts(changed)["Art. 53(1)(a), 53(1)(b), 53(1)(c), 53(1)(d)"] == [
        "Art. 53(1)(a)",
        "Art. 53(1)(b)",
        "Art. 53(1)(c)",
        "Art. 53(1)(d)",
    ]


def test_a_ban_to_come_is_named_with_its_doubt():
    found = doubts({"R1": "yes", "P_BA1": "yes", "P_BA2": "unsure", "P_B3P": "yes"})

    assert found["P_BA2"]["could_become"] == ["Art. 5(1)(ba)"]


def test_a_stricter_result_that_could_be_milder_is_in_doubt_too():
    assert doubts({**DEROGATED, "F_MAT": "unsure"})["F_MAT"]["could_become"] == [
        "not_high_risk_documented",
        "Art. 49(2)",
        "Art. 6(4)",
    ]
    assert doubts({"R1": "yes", "T1": "yes", "T1o": "unsure"})["T1o"]["could_become"] == ["minimal"]


@pytest.mark.parametrize(
    "answers",
    [
        {"R1": "yes", "R15": "unsure"},
        {"R1": "yes", "A1": "no", "P_A1": "unsure"},
    ],
)
def test_not_sure_that_decides_nothing_is_no_doubt(answers):
    assert doubts(answers) == {}


def test_what_an_unsure_model_could_be_is_named():
    found = doubts({"S1": "model", "G1": "unsure"})["G1"]

    assert found["could_become"][:4] == ["gpai", "gpai_open", "gpai_systemic", "gpai_provider"]


def test_all_at_once_is_bounded_and_names_the_worst():
    answers = {name: unsure_of(name) for name in UNSURE_CAN_BE} | {"R1": "yes"}

    found = doubts(answers)

    worst = {doubt["could_become"][0] for doubt in found.values()}
    assert "prohibited" in worst
    assert len(found) > 20


@settings(max_examples=40, deadline=None)
@given(SHEETS, EDITIONS, DAYS, st.sampled_from(UNSURE_CAN_BE))
def test_not_sure_is_never_milder_than_both_neighbours_in_silence(answers, edition, on, name):
    neighbours = [
        as_given(name, each) for each in QUESTIONNAIRE.by_id[name].values if each != UNSURE
    ]

    result = classified({**answers, name: unsure_of(name)}, edition=edition, on=on)
    graver = [
        GRAVITY.index(classified({**answers, name: value}, edition=edition, on=on)["class"])
        for value in neighbours
    ]

    if GRAVITY.index(result["class"]) > max(graver):
        assert name in {doubt.get("question") for doubt in result["doubts"]}


@settings(max_examples=40, deadline=None)
@given(SYSTEMS_IN_SCOPE, EDITIONS, DAYS, st.sampled_from(UNSURE_CAN_BE))
def test_another_class_by_another_answer_is_always_told(answers, edition, on, name):
    result = classified({**answers, name: unsure_of(name)}, edition=edition, on=on)
    told = {
        item
        for doubt in result["doubts"]
        if doubt.get("question") == name
        for item in doubt["could_become"]
    }

    for value in map(partial(as_given, name), QUESTIONNAIRE.by_id[name].values):
        other = classified({**answers, name: value}, edition=edition, on=on)["class"]
        shown = name in {item.get("question") for item in result["needs_review"]}
        assert not shown or other == result["class"] or other in told


@settings(max_examples=20, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_every_doubt_asks_for_a_legal_view_and_names_something(answers, edition, on):
    result = classified(answers, edition=edition, on=on)

    reviewed = {item["question"] for item in result["needs_review"] if "question" in item}
    for doubt in result["doubts"]:
        assert doubt["question"] in reviewed if "question" in doubt else doubt["law"]
        assert doubt["could_become"]
        assert doubt["why"].endswith(".")


def test_a_reading_of_the_amended_law_is_no_doubt_of_the_older_one():
    answers = {"R1": "yes", "I1": ["A4"], "I2": "component", "I2b": "property", "I3": "yes"}

    assert law_doubts(answers)["Art. 3(14), 6(1b)"] == ["minimal"]
    assert law_doubts(answers, edition="2024-1689") == {}


def test_what_a_further_listed_use_adds_to_a_product_is_named():
    """Art. 26(11) and 86(1) are owed for systems of Annex III alone."""
    device = {"R2": "yes", "I1": ["A11"], "I2": "product", "I3": "yes", "H_AREA": ["5"]}

    found = doubts({**device, "H5d": "unsure"})["H5d"]["could_become"]

    assert found[0] == "Annex III 5(d)"
    assert {"Art. 26(11)", "Art. 86(1)"} <= set(found)


@pytest.mark.parametrize(
    ("own_use", "expected"), [("yes", ["Art. 50 from 2026-08-02"]), ("no", None)]
)
def test_the_stricter_day_of_marking_for_own_use_is_open(own_use, expected):
    """Art. 111(4) gives time to what was placed on the market."""
    answers = {"R1": "yes", "R2": own_use, "T2": "yes", "T2b": "yes"}

    assert law_doubts(answers).get("Art. 111(4)") == expected
