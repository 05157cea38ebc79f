"""Answers are accepted or refused by name; hidden questions count with their default."""

import datetime

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.effects import load_act
from assessments.questionnaires.engine.answers import (
    AnswerError,
    accept,
    as_json,
    choose_edition,
    fill,
    retired_in,
)
from assessments.questionnaires.engine.loading import load

from .small import questionnaire

ON = datetime.date(2026, 11, 23)
SMALL = load(questionnaire())
REFUSED = [
    ("not an object", ["A"], "answers: Answers must be an object of question id to answer."),
    ("unknown question", {"Z": "yes"}, "Z: There is no such question in Small."),
    (
        "unknown value",
        {"A": "maybe"},
        'A: The answer "maybe" is not allowed; answer one of: yes, no, unsure.',
    ),
    ("truth for a word", {"A": True}, "A: The answer True is not allowed; answer one of: yes, no"),
    ("nothing", {"A": None}, "A: The answer None is not allowed; answer one of: yes, no, unsure."),
    (
        "list for a single choice",
        {"A": ["yes"]},
        "A: The answer ['yes'] is not allowed; answer one of: yes, no, unsure.",
    ),
    (
        "text for a multiple choice",
        {"M": "x"},
        'M: The answer "x" is not allowed; answer with a list of at least one of: x, y, none.',
    ),
    (
        "empty list",
        {"M": []},
        "M: The answer [] is not allowed; answer with a list of at least one",
    ),
    (
        "unknown value in a list",
        {"M": ["x", "z"]},
        'M: The answer "z" is not allowed; allowed are: x, y, none.',
    ),
    ("list in a list", {"M": [["x"]]}, "M: The answer ['x'] is not allowed; allowed are: x, y"),
]


@pytest.mark.parametrize(
    ("raw", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_bad_answer_is_refused_by_name(raw, message):
    with pytest.raises(AnswerError) as refused:
        accept(SMALL, raw)

    assert str(refused.value).startswith(message)


def test_refusal_does_not_repeat_a_huge_answer():
    with pytest.raises(AnswerError) as refused:
        accept(SMALL, {"A": "x" * 100_000})

    assert len(str(refused.value)) < 250


def test_unknown_question_is_refused_with_those_that_look_alike():
    with pytest.raises(AnswerError) as refused:
        accept(load_act().questionnaire, {"H4_a": "yes"})

    assert "There is no such question in EU AI Act" in str(refused.value)
    assert "Did you mean H4a" in str(refused.value)


def test_ticks_come_out_once_and_in_file_order():
    assert accept(SMALL, {"M": ["y", "x", "y"]}) == {"M": ("x", "y")}
    assert as_json(("y", "x")) == ["x", "y"]


def test_hidden_question_counts_with_its_default_whatever_is_stored():
    sheet = fill(SMALL, {"A": "no", "B": "unsure"})

    assert sheet.effective == {"A": "no", "B": "yes", "M": ("none",)}
    assert sheet.visible == {"A", "M"}
    assert sheet.unsure == ()


def test_shown_question_counts_with_its_answer():
    sheet = fill(SMALL, {"A": "yes", "B": "unsure"})

    assert sheet.effective["B"] == "unsure"
    assert sheet.unsure == ("B",)


@pytest.mark.parametrize(
    ("edition", "value"), [("2024-1689", "original"), ("2026-1744", "current")]
)
def test_edition_answers_the_question_on_the_version(edition, value):
    questionnaire = load_act().questionnaire

    assert choose_edition(questionnaire, {"R1": "yes"}, edition) == {"R1": "yes", "S9": value}
    assert choose_edition(questionnaire, {"S9": value}, edition) == {"S9": value}


def test_answer_that_contradicts_the_edition_is_refused():
    answers = {"S9": "current"}

    with pytest.raises(AnswerError) as refused:
        choose_edition(load_act().questionnaire, answers, "2024-1689")

    assert refused.value.question == "S9"
    assert '"current" contradicts the edition 2024-1689' in refused.value.message
    assert answers == {"S9": "current"}


def test_unknown_edition_is_refused_with_the_known_ones():
    with pytest.raises(AnswerError, match="known are 2024-1689, 2026-1744"):
        choose_edition(load_act().questionnaire, {}, "2030-1")


RETIRED = {
    "id": "OLD",
    "text": "Was A so?",
    "answers": ["yes", "no"],
    "becomes": {"yes": {"A": "no"}},
    "why": "A asks for it now.",
    "citation": "Art. 1",
}


def test_an_answer_to_a_retired_question_counts_as_what_it_became():
    known = load(questionnaire(retired=[RETIRED]))

    assert accept(known, {"OLD": "yes", "A": "yes"}) == {"A": "no"}
    assert accept(known, {"OLD": "no", "A": "yes"}) == {"A": "yes"}
    assert [(each.id, answer) for each, answer in retired_in(known, {"OLD": "no"})] == [
        ("OLD", "no")
    ]


def test_what_a_retired_question_never_asked_is_not_sure_until_it_is_answered():
    known = load_act().questionnaire

    old = {"P_H6": "unsure", "P_H7": "yes", "P_H8": "yes"}
    assert accept(known, {"P_H5": "yes"}) == old
    assert accept(known, {"P_H5": "yes", "P_H6": "yes", "P_H7": "no"}) == {**old, "P_H6": "yes"}
    assert accept(known, {"P_H5": "unsure", "P_H6": "yes"})["P_H6"] == "unsure"


def test_an_answer_that_a_retired_question_never_had_is_refused():
    known = load(questionnaire(retired=[RETIRED]))

    with pytest.raises(AnswerError) as refused:
        accept(known, {"OLD": "perhaps"})

    assert str(refused.value) == (
        'OLD: The answer "perhaps" is not allowed; answer one of: yes, no.'
    )


def test_an_old_answer_is_told_with_what_it_counts_as():
    result = classify({"A2": "yes", "R12": "sme"}, edition="2026-1744", on=ON).as_json()

    assert [(item["question"], item["answer"], item["counts_as"]) for item in result["reread"]] == [
        ("A2", "yes", [{"question": "A1", "answer": "basic"}]),
        ("R12", "sme", []),
    ]
    assert all("is asked no more." in item["why"] for item in result["reread"])
    assert "reread" not in classify({"A1": "yes"}, edition="2026-1744", on=ON).as_json()
