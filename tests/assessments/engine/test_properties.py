"""What holds for every answer sheet."""

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.engine.ai_act import classify
from assessments.engine.effects import load_act
from assessments.questionnaires.engine.answers import accept, choose_edition, fill
from assessments.questionnaires.engine.questionnaire import UNSURE

QUESTIONNAIRE = load_act().questionnaire
EDITIONS = st.sampled_from(sorted(QUESTIONNAIRE.editions))
DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2031, 1, 1))
DEROGATION = ("F_PROF", "F_A", "F_B", "F_C", "F_D", "F_MAT", "F_HARM")
STRICTNESS = ["minimal", "transparency", "not_high_risk_documented", "high_risk", "prohibited"]


def _values(question):
    if question.is_multi:
        return st.lists(st.sampled_from(question.values), min_size=1, unique=True)
    return st.sampled_from(question.values)


def as_given(name, value):
    """Give a value as an answer to a question, of which it may be one of several."""
    return [value] if QUESTIONNAIRE.by_id[name].is_multi else value


def unsure_of(name):
    """Answer a question with "not sure"."""
    return as_given(name, UNSURE)


def _sheets(without):
    asked = [item for item in QUESTIONNAIRE.questions if item.id not in without]
    return st.fixed_dictionaries({}, optional={item.id: _values(item) for item in asked})


SHEETS = _sheets({"S9"})
SYSTEMS_IN_SCOPE = _sheets({"S9", "S1", "A1", "S2", "S3", "S4", "S5", "S7"})


def _without_hidden(answers, edition):
    accepted = choose_edition(QUESTIONNAIRE, accept(QUESTIONNAIRE, answers), edition)
    visible = fill(QUESTIONNAIRE, accepted).visible
    return {name: value for name, value in answers.items() if name in visible}


def _result(answers, edition, on):
    return classify(answers, edition=edition, on=on).as_json()


@settings(max_examples=60, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_answering_a_hidden_question_changes_nothing(answers, edition, on):
    shown = _without_hidden(answers, edition)

    assert _result(answers, edition, on) == _result(shown, edition, on)


@settings(max_examples=60, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_same_answers_in_any_order_give_the_same_result(answers, edition, on):
    turned = {
        name: value[::-1] if isinstance(value, list) else value
        for name, value in reversed(answers.items())
    }

    assert _result(answers, edition, on) == _result(turned, edition, on)


@settings(max_examples=60, deadline=None)
@given(SYSTEMS_IN_SCOPE, EDITIONS, DAYS, st.sampled_from(DEROGATION))
def test_not_sure_never_makes_a_derogation_easier(answers, edition, on, name):
    answers = {**answers, "H_AREA": ["4"], "H4a": "yes", "S8": "no"}
    default = {key: value for key, value in answers.items() if key != name}

    unsure = _result({**default, name: UNSURE}, edition, on)["class"]

    assert STRICTNESS.index(unsure) >= STRICTNESS.index(_result(default, edition, on)["class"])


@settings(max_examples=60, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_every_shown_not_sure_asks_for_a_review(answers, edition, on):
    result = _result(answers, edition, on)

    asked = {item["question"] for item in result["needs_review"] if "question" in item}
    shown = _without_hidden(answers, edition)
    assert {name for name, value in shown.items() if value == UNSURE or UNSURE in value} <= asked


@settings(max_examples=60, deadline=None)
@given(SYSTEMS_IN_SCOPE, EDITIONS, DAYS)
def test_lists_are_sorted_and_the_class_follows_what_was_found(answers, edition, on):
    result = _result(answers, edition, on)

    for key in ("grounds", "prohibited", "transparency", "roles", "upcoming", "warnings"):
        assert result[key] == sorted(set(result[key]))
    keys = [(duty["provision"], duty["role"]) for duty in result["duties"]]
    assert keys == sorted(set(keys))
    assert (result["class"] == "prohibited") == bool(result["prohibited"])
    if not result["prohibited"]:
        assert (result["class"] == "high_risk") == bool(result["grounds"])


@settings(max_examples=60, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_reasons_rest_on_answers_that_count(answers, edition, on):
    accepted = choose_edition(QUESTIONNAIRE, accept(QUESTIONNAIRE, answers), edition)
    effective = fill(QUESTIONNAIRE, accepted).effective

    for reason in _result(answers, edition, on)["reasons"]:
        for item in reason["because"]:
            counted = effective[item["question"]]
            assert item["answer"] == (counted if isinstance(counted, str) else sorted(counted))


@settings(max_examples=60, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_what_counts_by_default_contradicts_nothing_that_only_answers_can(answers, edition, on):
    without = {name: value for name, value in answers.items() if name != "T2"}

    assert "C_MEDIA" not in _result(without, edition, on)["warnings"]
