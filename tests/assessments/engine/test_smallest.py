"""The smallest changes of answers: each one does what it says, and none is larger than needed."""

import datetime

import pytest
from hypothesis import given, settings

from assessments.engine import ai_act
from assessments.engine.ai_act import classify
from assessments.engine.effects import load_act
from assessments.engine.smallest import GRAVITY, smallest
from assessments.questionnaires.engine.answers import accept, as_json
from tests.assessments.engine.test_properties import DAYS, EDITIONS, SHEETS

from .golden import cases

ON = datetime.date(2026, 11, 23)
QUESTIONNAIRE = load_act().questionnaire
APPLICANTS = {"R1": "yes", "H_AREA": ["4"], "H4a": "yes"}


def found(answers, edition="2026-1744", on=ON):
    return [one.as_json() for one in smallest(answers, edition=edition, on=on)]


def steps(one):
    return [(step["question"], step["to"]) for step in one["steps"]]


def with_steps(answers, some):
    """Answer otherwise; what an old sheet answers is first read as what it stands for today."""
    today = {name: as_json(value) for name, value in accept(QUESTIONNAIRE, answers).items()}
    return {**today, **{step["question"]: step["to"] for step in some}}


def named(result):
    sorts = {"ground": "grounds", "prohibited": "prohibited", "transparency": "transparency"}
    sorts |= {"role": "roles"}
    return {(kind, name) for kind, key in sorts.items() for name in result[key]}


def without_later(pairs):
    return {tuple(pair) for pair in pairs if pair[0] != "upcoming"}


def roles_alone(pairs):
    """Leave of findings what counts outside the scope of the law."""
    return {pair for pair in pairs if pair[0] == "role"}


@pytest.fixture(autouse=True, scope="module")
def without_doubts():
    """Nothing here is about doubts, and to find those of a sheet takes most of its reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ai_act, "answers_in_doubt", lambda *_: ())
        patch.setattr(ai_act, "law_in_doubt", lambda *_: ())
        yield


def check(answers, edition, on):
    """Classify anew with each change: the class and the findings are what was said."""
    before = classify(answers, edition=edition, on=on).as_json()
    for one in found(answers, edition, on):
        after = classify(with_steps(answers, one["steps"]), edition=edition, on=on).as_json()
        assert after["class"] == one["class"]
        counted = roles_alone if after["class"] == before["class"] == "out_of_scope" else set
        assert counted(named(after) - named(before)) == without_later(one["gained"])
        assert counted(named(before) - named(after)) == without_later(one["lost"])
        assert (after["class"], named(after), after["upcoming"]) != (
            before["class"],
            named(before),
            before["upcoming"],
        )
        for left_out in one["steps"] if len(one["steps"]) > 1 else ():
            fewer = [step for step in one["steps"] if step != left_out]
            part = classify(with_steps(answers, fewer), edition=edition, on=on).as_json()
            assert not without_later(one["lost"]) <= named(before) - named(part)


@settings(max_examples=40, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_every_change_does_what_it_says_and_no_smaller_one_does(answers, edition, on):
    check(answers, edition, on)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_every_change_of_a_golden_case_does_what_it_says(case):
    check(case.answers, case.edition, case.on)


def test_without_profiling_the_exception_would_hold():
    answers = {**APPLICANTS, "F_A": "yes", "F_MAT": "no", "F_HARM": "no", "F_PROF": "yes"}

    changes = found(answers)

    assert changes[1] == {
        "steps": [{"question": "F_PROF", "from": "yes", "to": "no"}],
        "class": "not_high_risk_documented",
        "gained": [],
        "lost": [["ground", "Annex III 4(a)"]],
    }


def test_two_answers_are_told_where_no_single_one_opens_the_exception():
    answers = {**APPLICANTS, "F_PROF": "yes", "F_MAT": "no", "F_HARM": "no"}

    pairs = [one for one in found(answers) if len(one["steps"]) == 2]

    assert [steps(one) for one in pairs] == [[("F_PROF", "no"), ("F_A", "yes")]]
    assert pairs[0]["class"] == "not_high_risk_documented"


@pytest.mark.parametrize("edition", ["2024-1689", "2026-1744"])
@pytest.mark.parametrize(
    ("said", "way"),
    [
        (
            {"F_PROF": "yes", "F_MAT": "no"},
            [("F_PROF", "no"), ("F_A", "yes"), ("F_HARM", "no")],
        ),
        (
            {"F_PROF": "yes"},
            [("F_PROF", "no"), ("F_A", "yes"), ("F_MAT", "no"), ("F_HARM", "no")],
        ),
        ({}, [("F_PROF", "no"), ("F_A", "yes"), ("F_MAT", "no"), ("F_HARM", "no")]),
        ({"F_C": "yes"}, [("F_PROF", "no"), ("F_MAT", "no"), ("F_HARM", "no")]),
    ],
)
def test_the_way_into_the_exception_is_told_however_many_answers_it_takes(said, way, edition):
    """Art. 6(3): no profiling, one of four conditions, and both halves of the general test."""
    changes = found({**APPLICANTS, **said}, edition)

    led = [one for one in changes if one["class"] == "not_high_risk_documented"]
    assert [steps(one) for one in led] == [way]
    assert led[0]["lost"] == [["ground", "Annex III 4(a)"]]


def test_no_long_way_is_told_where_a_short_one_opens_the_exception():
    answers = {**APPLICANTS, "F_A": "yes", "F_MAT": "no", "F_HARM": "no", "F_PROF": "yes"}

    assert max(len(one["steps"]) for one in found(answers)) <= 2


def test_the_exact_answer_is_told_not_the_one_that_hides_it():
    changes = found(APPLICANTS)

    assert steps(changes[0]) == [("H4a", "no")]
    assert not any(step == ("H_AREA", ["none"]) for one in changes for step in steps(one))


def test_milder_classes_come_first_and_other_matters_last():
    order = [GRAVITY.index(one["class"]) for one in found(APPLICANTS)]
    here = GRAVITY.index("high_risk")

    assert order[0] > here
    assert found(APPLICANTS)[-1]["class"] != "prohibited"


def bans_of(answers):
    return [
        (steps(one), name)
        for one in found(answers)
        for kind, name in one["gained"]
        if kind in {"prohibited", "upcoming"}
    ]


def test_a_ban_of_which_nothing_was_said_is_not_offered():
    assert bans_of({"R1": "yes"}) == []
    assert bans_of(APPLICANTS) == []


def test_the_ban_that_is_nearest_to_the_use_is_offered():
    manipulation = {"R1": "yes", "P_A1": "yes", "P_A2": "yes", "P_B1": "yes", "P_B2": "no"}

    assert bans_of(manipulation) == [([("P_A3", "yes")], "Art. 5(1)(a)")]


def test_a_ban_that_comes_later_is_told():
    changes = found({"R1": "yes", "P_BA1": "yes", "P_BA2": "yes"})

    later = next(one for one in changes if ["upcoming", "Art. 5(1)(ba)"] in one["gained"])
    assert steps(later) == [("P_B3P", "yes")]
    assert later["class"] == "minimal"


def test_their_number_is_bounded():
    assert len(found(APPLICANTS)) == 12
    assert len(smallest(APPLICANTS, edition="2026-1744", on=ON, most=3)) == 3


def test_no_question_of_the_edition_and_no_not_sure_is_told():
    told = [step for one in found(APPLICANTS) for step in steps(one)]

    assert not any(question == "S9" or answer == "unsure" for question, answer in told)


def test_outside_the_scope_no_answer_brings_a_duty_or_a_ban():
    """Art. 3(1): what is no AI system can be neither high-risk nor owe a notice."""
    answers = {"S1": "system", "A1": "no", "R2": "yes", "P_F1": "no", "T1": "no"}

    told = found(answers)

    assert classify(answers, edition="2026-1744", on=ON).as_json()["class"] == "out_of_scope"
    inside = [one for one in told if one["class"] != "out_of_scope"]
    stays = [each for one in told if one not in inside for each in one["gained"] + one["lost"]]
    assert steps(inside[0])[0][0] == "A1"
    assert {kind for kind, _name in stays} <= {"role"}
