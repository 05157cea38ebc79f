"""What became of each question since last time."""

from dataclasses import replace

from assessments.engine.effects import load_act
from assessments.questionnaires.engine.answers import accept, choose_edition, fill
from assessments.questionnaires.engine.marks import AnswerMark, AskedQuestionnaire, compare

QUESTIONNAIRE = load_act().questionnaire
FIXED = frozenset({"S9"})


def asked(answers, questionnaire=QUESTIONNAIRE):
    accepted = choose_edition(questionnaire, accept(questionnaire, answers), "2026-1744")
    return AskedQuestionnaire(questionnaire, fill(questionnaire, accepted), FIXED)


def without(name):
    """The questionnaire as it would be without one question."""
    kept = tuple(question for question in QUESTIONNAIRE.questions if question.id != name)
    return replace(QUESTIONNAIRE, questions=kept)


def reworded(name):
    """The questionnaire with another help at one question."""
    questions = tuple(
        replace(question, help="Told better.") if question.id == name else question
        for question in QUESTIONNAIRE.questions
    )
    return replace(QUESTIONNAIRE, questions=questions)


def test_the_same_answers_to_the_same_questions_change_nothing():
    answers = {"R1": "yes", "H_AREA": ["4"]}

    marks = compare(asked(answers), asked(answers))

    assert {mark.kind for mark in marks.values()} == {"same"}
    assert marks["R1"] == AnswerMark("same", "yes")
    assert "S9" not in marks


def test_a_question_the_old_edition_did_not_know_is_new():
    marks = compare(asked({}, without("R15")), asked({}))

    assert marks["R15"] == AnswerMark("new")
    assert marks["T4"].kind == "same"


def test_a_question_that_is_no_more_is_gone_with_its_answer():
    marks = compare(asked({"R15": "yes"}), asked({}, without("R15")))

    assert marks["R15"] == AnswerMark("gone", "yes")


def test_answers_decide_what_is_new_and_what_is_gone():
    marks = compare(asked({"H_AREA": ["4"]}), asked({"H_AREA": ["5"]}))

    assert marks["H4a"].kind == "gone"
    assert marks["H5a"].kind == "new"
    assert marks["H_AREA"] == AnswerMark("changed", ("4",))


def test_another_wording_is_told_before_another_answer():
    marks = compare(asked({"R1": "yes"}), asked({"R1": "no"}, reworded("R1")))

    assert marks["R1"] == AnswerMark("reworded", "yes")


def test_an_answer_is_changed_only_where_both_were_given():
    then, now = asked({"R1": "yes", "R2": "no"}), asked({"R2": "yes", "R3": "yes"})

    marks = compare(then, now)

    assert (marks["R1"].kind, marks["R2"].kind, marks["R3"].kind) == ("same", "changed", "same")
