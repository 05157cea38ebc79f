"""What the register suggests as answers."""

import pytest

from assessments.engine.answers import accept
from assessments.engine.effects import load_act
from assessments.prefill import HINTS, Facts, suggest


def answers(**facts):
    return {name: item.answer for name, item in suggest(Facts(**facts)).items()}


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: f"{hint.field}.{hint.value}")
def test_every_hint_is_an_answer_the_questionnaire_allows(hint):
    answer = hint.answer if isinstance(hint.answer, str) else list(hint.answer)

    assert accept(load_act().questionnaire, {hint.question: answer})


def test_an_empty_register_suggests_nothing():
    assert answers() == {}


def test_roles_answer_for_those_we_have_and_against_the_others():
    found = answers(roles=["deployer", "importer"])

    assert {name: found[name] for name in ("R1", "R2", "R3", "R4", "R5", "R6", "R10")} == {
        "R1": "no",
        "R2": "yes",
        "R3": "yes",
        "R4": "no",
        "R5": "no",
        "R6": "no",
        "R10": "no",
    }


def test_several_values_of_one_question_are_joined():
    found = answers(data_categories=["employment", "biometric"])

    assert found == {"H_AREA": ["1", "4"]}


@pytest.mark.parametrize(
    ("day", "before"), [("2026-08-01", "yes"), ("2026-08-02", "no"), ("", None)]
)
def test_the_first_day_says_whether_it_is_older_than_the_duty(day, before):
    found = answers(dates={"placed": "2027-01-01", "in_service": day} if day else {})

    assert found.get("T2b") == before


def test_a_suggestion_names_the_entry_it_rests_on():
    found = suggest(Facts(lifecycle="testing"))

    assert found["S5"].as_json() == {"answer": "yes", "because": "lifecycle.testing"}
