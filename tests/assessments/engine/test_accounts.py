"""What stands behind each thing that a revision changes: the rule, the answers, the corrections."""

import datetime
from dataclasses import replace

import pytest

from assessments.engine.accounts import Accounts
from assessments.engine.ai_act import read
from assessments.engine.effects import load_act, read_act
from assessments.engine.obligations.editions import compare_case

EDITION, ON = "2026-1744", datetime.date(2026, 11, 24)
ANSWERS = {"R1": "yes", "R2": "yes", "T5": "yes", "T5c": "no", "T5e": "no"}


def without(*rules):
    """The shipped questions as they were without some rules."""
    questionnaire = load_act().questionnaire
    kept = tuple(rule for rule in questionnaire.rules if rule.id not in rules)
    return read_act(replace(questionnaire, rules=kept, digest="0" * 64))


def accounts(before, after, answers=ANSWERS):
    was, now = (read(answers, edition=EDITION, on=ON, act=act).result for act in (before, after))
    made = Accounts(EDITION, load_act(), was=was, now=now)
    told = compare_case(was.as_json(), now.as_json(), new_questions=())
    return list(made.outcome(told.differs))


@pytest.mark.parametrize("change", ["gained", "lost"])
def test_what_is_gained_or_lost_names_its_rule_answers_and_corrections(change):
    acts = [without("T_5"), load_act()]

    found = accounts(*(acts if change == "gained" else reversed(acts)))

    (account,) = [each for each in found if each.sort == "transparency"]
    assert (account.name, account.change) == ("Art. 50(4) text", change)
    assert account.citations == ("Art. 50(4) second subparagraph",)
    assert dict(account.answers)["T5"] == "yes"
    assert account.corrections == ("questions:private-users", "questions:notices")


def test_equal_results_need_no_account():
    assert accounts(load_act(), load_act()) == []


@pytest.mark.parametrize(
    ("question", "corrections"),
    [
        ("P_MEDIA", ("questions:pictures-first",)),
        (
            "F_HARM",
            (
                "questions:general-test-of-the-exception",
                "questions:silence-opens-no-exception",
                "questions:derogation",
            ),
        ),
        ("H1b_a", ("questions:ancillary-categorisation",)),
    ],
)
def test_a_question_that_is_asked_anew_names_its_own_correction_alone(question, corrections):
    result = read(ANSWERS, edition=EDITION, on=ON).result
    made = Accounts(EDITION, load_act(), was=result, now=result)

    (account,) = made.questions([question], dropped=frozenset())

    assert account.corrections == corrections


def test_a_doubt_names_the_corrections_of_what_is_not_settled():
    result = read(ANSWERS, edition=EDITION, on=ON).result
    made = Accounts(EDITION, load_act(), was=result, now=result)

    (account,) = made.reviews(["H3d"])

    assert account.citations == ("Annex III point 3(d)",)
    assert account.corrections == (
        "questions:doubts-where-they-belong",
        "questions:education-institutions",
        "questions:read-the-other-way",
    )
