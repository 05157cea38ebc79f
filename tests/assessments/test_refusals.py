"""Why a ban, a ground or a notice does not apply: each told once, and none that applies."""

import datetime

from assessments.engine.effects import load_act
from assessments.engine.refusals import refusals
from assessments.questionnaires.engine.answers import accept, choose_edition, fill

ON = datetime.date(2026, 11, 28)
ACT = load_act()


def refused(answers, edition="2026-1744"):
    questionnaire = ACT.questionnaire
    accepted = choose_edition(questionnaire, accept(questionnaire, answers), edition)
    return [item["rule"] for item in refusals(ACT, fill(questionnaire, accepted), on=ON)]


def test_what_several_rules_may_add_is_refused_once():
    rules = refused({"R2": "yes"})

    assert "I_A" in rules
    assert "I_AM" not in rules
    assert ("T_4" in rules, "T_4A" in rules) == (True, False)


def test_what_one_of_several_rules_adds_is_not_refused():
    rules = refused({"R2": "yes", "T4": "yes", "T4a": "yes"})

    assert not {"T_4", "T_4A"} & set(rules)
    assert "T_5" in rules


def test_a_ban_that_starts_later_is_not_refused():
    rules = refused({"R1": "yes", "P_BA1": "yes", "P_BA2": "yes", "P_B3P": "yes"})

    assert "P_ba" not in rules
    assert "P_bb" in rules
