"""What a questionnaire's own rules make of answers, and what they leave open."""

import datetime
from pathlib import Path

import pytest

from assessments.questionnaires.engine import outcomes, silence
from assessments.questionnaires.engine.answers import accept, fill
from assessments.questionnaires.engine.files import read_questionnaire
from assessments.questionnaires.engine.loading import QuestionnaireError, load

FOLDER = Path(__file__).parents[2] / "data" / "supplier_check"
ON = datetime.date(2026, 11, 24)


def changed(**values):
    return load({**read_questionnaire(FOLDER), **values})


def read(answers, questionnaire=None, on=ON):
    asked = questionnaire or load(FOLDER)
    return outcomes.read(asked, fill(asked, accept(asked, answers)), on=on)


def left_open(answers, on=ON):
    asked = load(FOLDER)
    found = silence.unanswered(asked, fill(asked, accept(asked, answers)), on=on)
    return [(each["class"], each["questions"]) for each in found]


def test_the_first_outcome_that_holds_is_the_one():
    assert read({})["class"] == "free"
    assert read({"DATA": "yes"})["class"] == "refused"
    assert read({"DATA": "yes", "PROOF": ["audit"]})["class"] == "watched"


def test_not_sure_asks_for_a_view_and_a_silence_does_not():
    (review,) = read({"DATA": "unsure"})["needs_review"]

    assert review["question"] == "DATA"
    assert review["why"].startswith(
        '"Does the supplier get data about people?" was answered "Not sure"'
    )
    assert read({})["needs_review"] == []


def test_a_rule_of_a_later_day_counts_for_nothing():
    rules = read_questionnaire(FOLDER)["rules"]
    later = [rules[0] | {"applies_from": "2027-01-01"}, rules[1]]

    assert read({"DATA": "yes"}, changed(rules=later))["class"] == "free"
    assert read({"DATA": "yes"}, changed(rules=later), datetime.date(2027, 1, 1))["flags"] == [
        "personal",
        "unproved",
    ]


def test_a_rule_that_is_not_settled_asks_for_a_view():
    rules = read_questionnaire(FOLDER)["rules"]
    open_now = [rules[0] | {"uncertain": True, "uncertain_why": "Nobody knows."}, rules[1]]

    found = read({"DATA": "yes"}, changed(rules=open_now))

    assert found["needs_review"] == [{"rule": "PERSONAL", "why": "Not settled: Nobody knows."}]


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({}, [("refused", ["DATA"])]),
        ({"PROOF": ["audit"]}, [("watched", ["DATA"])]),
        ({"DATA": "no"}, []),
        # It asks for a legal view; nothing hangs on what nobody answered.
        ({"DATA": "unsure"}, []),
        ({"DATA": "yes"}, []),
    ],
    ids=["nothing", "proof_given", "settled", "unsure", "gravest"],
)
def test_what_could_lead_further_up_is_named(answers, left):
    assert left_open(answers) == left


def test_outcomes_without_an_end_are_refused():
    without_end = read_questionnaire(FOLDER)["outcomes"][:2]

    with pytest.raises(QuestionnaireError, match="the last one must have no condition"):
        outcomes.check(changed(outcomes=without_end))
