"""The classification gives what the law says, case by case; every question and rule is used."""

import pytest

from assessments.engine.ai_act import classify
from assessments.engine.answers import accept, choose_edition, fill
from assessments.engine.effects import load_act

from .golden import EDITIONS, cases

CASES = cases()


def _result(case):
    return classify(case.answers, edition=case.edition, on=case.on).as_json()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_what_is_expected(case):
    result = _result(case)

    found = {
        **{key: result[key] for key in case.expected if key not in ("duties", "needs_review")},
        "duties": sorted(f"{duty['provision']} / {duty['role']}" for duty in result["duties"]),
        "needs_review": sorted(
            item.get("question") or item["rule"] for item in result["needs_review"]
        ),
    }
    assert found == {**case.expected, "duties": sorted(case.expected["duties"])}


@pytest.mark.parametrize("case", [case for case in CASES if case.dates], ids=lambda case: case.name)
def test_case_gives_the_dates_expected(case):
    dates = {duty["provision"]: duty["applies_from"] for duty in _result(case)["duties"]}

    assert {name: dates[name] for name in case.dates} == case.dates


def test_names_of_cases_are_unique():
    names = [case.name for case in CASES]

    assert len(set(names)) == len(names)
    assert len({name.rsplit(" (", 1)[0] for name in names}) >= 80


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_question_is_answered_while_shown_in_some_case(edition):
    questionnaire = load_act().questionnaire
    used = set()

    for case in CASES:
        if case.edition == edition:
            answers = choose_edition(questionnaire, accept(questionnaire, case.answers), edition)
            used |= fill(questionnaire, answers).visible & answers.keys()

    assert set(questionnaire.by_id) - used == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_holds_in_some_case(edition):
    fired = {
        reason["rule"]
        for case in CASES
        if case.edition == edition
        for reason in _result(case)["reasons"]
    }

    missing = {item.rule.id for item in load_act().rules} - fired
    assert missing == ({"P_ba", "P_bb"} if edition == "2024-1689" else set())


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_check_warns_in_some_case(edition):
    warned = {
        warning
        for case in CASES
        if case.edition == edition
        for warning in _result(case)["warnings"]
    }

    missing = {check.id for check in load_act().questionnaire.checks} - warned
    assert missing == ({"C_UP"} if edition == "2024-1689" else set())
