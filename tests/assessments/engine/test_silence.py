"""A default shown as an answer is worse than missing: a silence never looks settled."""

import datetime
import time

import pytest
from hypothesis import given, settings

from assessments.classification.actions.evaluation import evaluate
from assessments.engine.ai_act import read
from assessments.engine.effects import load_act
from assessments.engine.findings import choose, find
from assessments.engine.silence import unanswered
from assessments.engine.smallest import GRAVITY
from assessments.questionnaires.engine.answers import fill
from tests.assessments.engine.test_properties import DAYS, EDITIONS, SHEETS

ACT = load_act()
ON = datetime.date(2026, 11, 29)
BEGUN = datetime.date(2026, 12, 3)
EDITION = "2026-1744"
LISTED = {"R1": "yes", "R2": "yes", "H_AREA": ["4"], "H4a": "yes"}
NARROW = {**LISTED, "F_A": "yes", "F_PROF": "no", "F_MAT": "no", "F_HARM": "no"}
LIVE = dict.fromkeys(("P_H1", "P_H2", "P_H3"), "yes")
PRODUCT = {"I1": ["A11"], "I2": "product"}
BAN = "prohibited"


def completed(answers, *, silent=(), on=ON, edition=EDITION):
    """Answer what else is asked by its default, but for the questions that stay silent."""
    given = dict(answers)
    while True:
        sheet = read(given, edition=edition, on=on, act=ACT).sheet
        asked = sheet.visible - sheet.given.keys() - set(silent)
        if not asked:
            return given
        for name in asked:
            value = sheet.effective[name]
            given[name] = value if isinstance(value, str) else list(value)


def found(answers, *, on=ON, edition=EDITION):
    return evaluate(answers, edition=edition, on=on, act=ACT).outcome


def open_in(outcome):
    """Return what rests on silence: class, by what, questions."""
    return [
        (each["class"], tuple(each["by"]), tuple(each["questions"]))
        for each in outcome.get("unanswered", ())
    ]


@pytest.mark.parametrize("question", ["F_PROF", "F_MAT", "F_HARM"])
def test_silence_never_opens_the_exception(question):
    """Art. 6(3): who has not said that a condition is met is told what one says who is not sure."""
    silent = completed(
        {name: value for name, value in NARROW.items() if name != question}, silent={question}
    )

    outcome = found(silent)

    assert outcome["class"] == found(completed({**NARROW, question: "unsure"}))["class"]
    assert outcome["class"] == "high_risk"
    assert question in {doubt.get("question") for doubt in outcome["doubts"]}
    assert found(completed(NARROW))["class"] == "not_high_risk_documented"


@pytest.mark.parametrize("question", ["F_FOR", "F_HARM"])
def test_of_several_uses_none_leaves_the_list_until_it_is_said_which(question):
    """Art. 6(3): the exception is claimed for a use, and never by silence."""
    several = {**NARROW, "H_AREA": ["4", "8"], "H8a": "yes", "F_FOR": ["all"]}
    answers = {name: value for name, value in several.items() if name != question}

    outcome = found(completed(answers, silent={question}))

    assert found(completed(several))["class"] == "not_high_risk_documented"
    assert (outcome["class"], outcome["grounds"]) == (
        "high_risk",
        ["Annex III 4(a)", "Annex III 8(a)"],
    )
    assert question in {doubt.get("question") for doubt in outcome["doubts"]}


def test_of_one_use_nobody_has_to_say_that_it_is_meant():
    outcome = found(completed(NARROW, silent={"F_FOR"}))

    assert outcome["class"] == "not_high_risk_documented"
    assert "F_FOR" not in {doubt.get("question") for doubt in outcome["doubts"]}
    assert "F_FOR" not in {item.get("question") for item in outcome["needs_review"]}
    rested_on = {each["question"] for reason in outcome["reasons"] for each in reason["because"]}
    assert {"F_A", "F_HARM"} <= rested_on
    assert "F_FOR" not in rested_on


def test_an_exception_that_nobody_claimed_fully_may_still_hold_for_every_use():
    """Both questions together would take the uses out, neither by itself."""
    several = {**NARROW, "H_AREA": ["4", "8"], "H8a": "yes"}
    answers = {name: value for name, value in several.items() if name != "F_HARM"}

    outcome = found(completed(answers, silent={"F_FOR", "F_HARM"}))

    doubts = {doubt.get("question"): doubt["could_become"] for doubt in outcome["doubts"]}
    assert "not_high_risk_documented" in doubts["F_HARM"]
    assert "not_high_risk_documented" in doubts["F_FOR"]


@pytest.mark.parametrize(
    ("answers", "silent", "told"),
    [
        ({"P_A1": "yes"}, {"P_A2"}, [(BAN, ("Art. 5(1)(a)",), ("P_A2",))]),
        ({"P_B1": "yes"}, {"P_B2"}, [(BAN, ("Art. 5(1)(b)",), ("P_B2",))]),
        (
            {"P_C1": "yes"},
            {"P_C2", "P_C3"},
            [(BAN, ("Art. 5(1)(c)",), (name,)) for name in ("P_C2", "P_C3")],
        ),
        ({"P_D1": "yes"}, {"P_D2"}, [(BAN, ("Art. 5(1)(d)",), ("P_D2",))]),
        ({"P_E1": "yes"}, {"P_E2"}, [(BAN, ("Art. 5(1)(e)",), ("P_E2",))]),
        ({"P_F1": "yes"}, {"P_F2"}, [(BAN, ("Art. 5(1)(f)",), ("P_F2",))]),
        (
            {"I1": ["A11"]},
            {"I2"},
            [("high_risk", ("Annex I Section A", "Annex III 2"), ("I2",))],
        ),
        (PRODUCT, {"I3"}, [("high_risk", ("Annex I Section A",), ("I3",))]),
        (
            {"H_AREA": ["2"], "H2a": "yes"},
            {"H2b"},
            [("high_risk", ("Annex III 2",), ("H2b",))],
        ),
        (
            {"H_AREA": ["4"]},
            {"H4a", "H4b"},
            [("high_risk", (f"Annex III 4({x})",), (f"H4{x}",)) for x in "ab"],
        ),
        (
            {**LISTED, "S5": "yes", "F_PROF": "yes"},
            {"S5a"},
            [("high_risk", ("Annex III 4(a)",), ("S5a",))],
        ),
    ],
)
def test_a_yes_whose_follow_up_is_silent_is_no_class_yet(answers, silent, told):
    outcome = found(completed(answers, silent=silent))

    assert open_in(outcome) == told


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"P_A1": "yes", "P_A2": "no"}, "minimal"),
        ({"P_E1": "yes", "P_E2": "no"}, "minimal"),
        ({"P_F1": "yes", "P_F2": "no"}, "high_risk"),
        ({**PRODUCT, "I3": "no"}, "minimal"),
        ({"H_AREA": ["4"], "H4a": "no", "H4b": "no"}, "minimal"),
        ({**LISTED, "S5": "yes", "S5a": "no"}, "out_of_scope"),
        ({"S3": "yes"}, "out_of_scope"),
        ({"S8": "yes"}, "out_of_scope"),
        ({"S1": "model", "G1": "yes", "G1p": "no", "G2c": "as_is"}, "model_only"),
        ({}, "minimal"),
    ],
)
def test_a_complete_sheet_rests_on_no_silence(answers, outcome):
    result = found(completed(answers))

    assert result["class"] == outcome
    assert "unanswered" not in result


@pytest.mark.parametrize("day", [ON, BEGUN])
def test_a_question_about_a_ban_stays_open_when_the_ban_begins(day):
    """Art. 113(a): the day on which a ban begins answers nothing."""
    given = completed({"R2": "yes", "P_MEDIA": "yes"}, silent={"P_BA1", "P_BB1"})

    outcome = found(given, on=day)

    assert open_in(outcome) == [
        (BAN, ("Art. 5(1)(ba)",), ("P_BA1",)),
        (BAN, ("Art. 5(1)(bb)",), ("P_BB1",)),
    ]
    began = None if day == BEGUN else "2026-12-02"
    assert {each["from"] for each in outcome["unanswered"]} == {began}


@pytest.mark.parametrize(("given", "silent"), [("R1", "R2"), ("R2", "R1")])
def test_a_ban_on_makers_and_users_is_open_until_both_are_said(given, silent):
    """Art. 5(1a): its limbs are asked of whom they concern, and who that is may be unsaid."""
    answers = {given: "yes", "P_MEDIA": "yes", "P_BA1": "yes", "P_BA2": "yes"}

    outcome = found(completed(answers, silent={silent}))

    assert open_in(outcome)[0] == (BAN, ("Art. 5(1)(ba)",), (silent,))
    assert "unanswered" not in found(completed({**answers, silent: "no"}))


def test_a_live_search_is_no_mere_product_of_somebody_else_while_the_use_is_silent():
    outcome = found(completed(LIVE, silent={"R2"}))

    assert open_in(outcome)[0] == (BAN, ("Art. 5(1)(h)",), ("R2",))
    assert "unanswered" not in found(completed({**LIVE, "R2": "no"}))
    assert found(completed({**LIVE, "R2": "yes"}))["class"] == BAN


def test_what_a_user_owes_is_open_until_it_is_said_what_body_it_is():
    """Art. 26(8), 27 and 49(3)."""
    outcome = found(completed({**LISTED, "F_PROF": "yes"}, silent={"R13"}))

    (told,) = open_in(outcome)
    assert (told[0], told[2]) == ("high_risk", ("R13",))
    assert {"Art. 27", "Art. 49(3)"} <= {
        name.partition(" ")[0] + " " + name.split()[1] for name in told[1]
    }
    assert "unanswered" not in found(completed({**LISTED, "F_PROF": "yes", "R13": "no"}))


def test_who_provides_a_model_is_open_until_it_is_said():
    reason = "somebody else is the provider of the model"
    silent = found({"S1": "model", "G1": "yes"})
    given = found(completed({"S1": "model", "G1": "yes", "G1p": "no", "G2c": "as_is"}))

    assert reason not in str(silent["reasons"])
    assert reason in str(given["reasons"])
    assert any("gpai_provider" in by for _class, by, _asked in open_in(silent))


def test_an_empty_sheet_is_prohibited_at_worst_and_read_in_time():
    sheet = read({}, edition=EDITION, on=ON, act=ACT).sheet
    began = time.perf_counter()
    told = unanswered(ACT, sheet, on=ON)
    took = time.perf_counter() - began

    classes = {each.outcome for each in told}
    assert classes == {"prohibited", "high_risk", "transparency", "minimal"}
    assert {"I1", "H_AREA"} <= {name for each in told for name in each.questions}
    assert took < 1


@pytest.mark.parametrize(
    ("answers", "silent", "milder"),
    [
        # Each condition of the exception opens it by itself, where nothing else stands against it.
        ({**NARROW, "F_A": "no"}, {"F_B", "F_C"}, ["F_B", "F_C"]),
        (NARROW | {"F_A": "no"}, set(), []),
        # What could make it graver is told as that alone.
        ({**NARROW, "F_A": "no"}, {"F_B", "P_C1"}, ["F_B"]),
        # An exclusion that nobody has spoken of.
        ({**LISTED, "F_PROF": "yes"}, {"S3", "S8"}, ["S3"]),
        ({"T1": "yes", "R1": "yes"}, {"T1o", "T1c"}, ["T1o", "T1c"]),
    ],
)
def test_what_could_only_make_it_milder_is_told_apart(answers, silent, milder):
    outcome = found(completed(answers, silent=silent))

    assert sorted(outcome.get("milder", [])) == sorted(milder)
    graver = {name for each in outcome.get("unanswered", ()) for name in each["questions"]}
    assert graver.isdisjoint(milder)
    assert ("milder" in outcome) == bool(milder)


@settings(max_examples=20, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_what_is_told_as_milder_makes_nothing_graver(answers, edition, on):
    outcome = found(answers, edition=edition, on=on)
    sheet = read(answers, edition=edition, on=on, act=ACT).sheet
    now = GRAVITY.index(outcome["class"])
    for name in outcome.get("milder", ()):
        assert name in sheet.visible - sheet.given.keys()
        for value in ACT.questionnaire.by_id[name].settled(sheet.effective[name]):
            other = fill(ACT.questionnaire, {**sheet.given, name: value})
            graver = choose(ACT, find(ACT, other, on=on)).name
            assert graver == "model_only" or GRAVITY.index(graver) >= now, (name, value)


@settings(max_examples=40, deadline=None)
@given(SHEETS, EDITIONS, DAYS)
def test_no_silence_that_could_make_the_class_graver_is_passed_over(answers, edition, on):
    outcome = found(answers, edition=edition, on=on)
    sheet = read(answers, edition=edition, on=on, act=ACT).sheet
    now = GRAVITY.index(outcome["class"])
    asked = {name for each in outcome.get("unanswered", ()) for name in each["questions"]}
    asked |= {doubt["question"] for doubt in outcome["doubts"] if "question" in doubt}
    for name in sorted(sheet.visible - sheet.given.keys() - asked):
        for value in ACT.questionnaire.by_id[name].settled(sheet.effective[name]):
            other = fill(ACT.questionnaire, {**sheet.given, name: value})
            outcome = choose(ACT, find(ACT, other, on=on)).name
            # That a model is classified instead says nothing of how grave its class is.
            graver = outcome != "model_only" and GRAVITY.index(outcome) < now
            assert not graver, (name, value)
