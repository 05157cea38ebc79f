"""Not sure is never milder than every settled answer in silence: over all questions, one by one."""

from collections import defaultdict
from functools import cache
from itertools import islice

import pytest

from assessments.engine.dates import catalogue_dates
from assessments.engine.effects import load_act
from assessments.engine.reading import Law
from assessments.engine.smallest import GRAVITY
from assessments.questionnaires.engine.answers import accept, choose_edition, fill
from assessments.questionnaires.engine.questionnaire import UNSURE, is_unsure
from tests.assessments.engine.golden import EDITIONS, cases, classified

ACT = load_act()
QUESTIONNAIRE = ACT.questionnaire
CAN_BE_UNSURE = [each for each in QUESTIONNAIRE.questions if UNSURE in each.values]
UNSURE_BY_DEFAULT = [each.id for each in QUESTIONNAIRE.questions if is_unsure(each.default)]
# So many golden cases are tried for each question: those that answer it while it is shown, and
# beside them so many in which it decides the class.
TRIED = 3
# What decides no class in any golden case: roles, days, and what is asked about a model.
DECIDE_NO_CLASS = {
    *("R3", "R4", "R6", "R7", "R8", "R10", "R11"),
    *("R13", "R13a", "R13b", "R15", "R16"),
    *("P_MEDIA", "P_BB1", "P_BB3", "P_D4", "H1b_t", "H3_I"),
    *("H_X", "H_LEG", "H_CHG", "H_PUB", "T2b", "T4a"),
    *("G1r", "G2c", "G3", "G4", "G4c", "G4r", "G5", "G6"),
}
# Bans of the amended edition alone, with who they are about, and its definitions.
DECIDE_SINCE_2026 = {
    *("P_BA1", "P_BA2", "P_BA7", "P_BB2", "P_B3P", "P_B3F", "P_B3S", "P_B3D", "I2c", "I3a"),
}


def shown_in():
    """Find the golden cases of each question under each edition; old sheets answer for others."""
    found = defaultdict(list)
    for case in cases():
        if not QUESTIONNAIRE.retired_by_id.keys().isdisjoint(case.answers):
            continue
        given = choose_edition(QUESTIONNAIRE, accept(QUESTIONNAIRE, case.answers), case.edition)
        for name in fill(QUESTIONNAIRE, given).visible & given.keys():
            found[name, case.edition].append(case)
    return found


SHOWN_IN = shown_in()


def with_changes(case, changes):
    answers = {name: value for name, value in case.answers.items() if name not in changes}
    return answers | {name: value for name, value in changes.items() if value is not None}


def result_of(case, changes):
    answers = with_changes(case, changes)
    return classified(answers, edition=case.edition, on=case.on)


def class_of(case, changes):
    """Return the class alone: to find the doubts takes most of the reading of a sheet."""
    answers = accept(QUESTIONNAIRE, with_changes(case, changes))
    sheet = fill(QUESTIONNAIRE, choose_edition(QUESTIONNAIRE, answers, case.edition))
    return Law(load_act(), case.edition, case.on, catalogue_dates).read(sheet).outcome.name


@cache
def decided_by(name, edition):
    """Return the golden cases in which the answers to a question give several classes."""
    question = QUESTIONNAIRE.by_id[name]
    return [
        case
        for case in SHOWN_IN[name, edition]
        if len({class_of(case, {name: value}) for value in settled(question)}) > 1
    ]


def tried(name, edition):
    """Return the golden cases in which a question is tried, each once."""
    found = [*decided_by(name, edition)[:TRIED], *islice(SHOWN_IN[name, edition], TRIED)]
    return {case.name: case for case in found}.values()


def bearing_of(result):
    """Return what each doubt is about and what it could bring."""
    return [
        (doubt.get("question"), doubt.get("law"), doubt["could_become"])
        for doubt in result["doubts"]
    ]


def settled(question):
    """Give each answer to a question but "not sure"."""
    return [[value] if question.is_multi else value for value in question.values if value != UNSURE]


def gravest(case, question):
    """Return the place of the gravest class that a settled answer gives."""
    return min(GRAVITY.index(class_of(case, {question.id: value})) for value in settled(question))


def test_the_class_alone_is_that_of_the_whole_result():
    for case in cases():
        assert class_of(case, {}) == result_of(case, {})["class"], case.name


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_question_that_may_be_unsure_is_tried(edition):
    known = {name for name, of_edition in SHOWN_IN if of_edition == edition}

    assert {each.id for each in CAN_BE_UNSURE} - known == set()
    assert len(CAN_BE_UNSURE) == 148


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_question_that_decides_a_class_is_tried_where_it_does(edition):
    none = {each.id for each in CAN_BE_UNSURE if not decided_by(each.id, edition)}

    assert none == DECIDE_NO_CLASS | (DECIDE_SINCE_2026 if edition < "2026" else set())


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("question", CAN_BE_UNSURE, ids=lambda question: question.id)
def test_not_sure_is_not_milder_in_silence(question, edition):
    unsure = [UNSURE] if question.is_multi else UNSURE

    for case in tried(question.id, edition):
        result = result_of(case, {question.id: unsure})
        doubted = {doubt.get("question") for doubt in result["doubts"]}
        is_milder = GRAVITY.index(result["class"]) > gravest(case, question)
        assert not is_milder or question.id in doubted, case.name
        assert question.id in {item.get("question") for item in result["needs_review"]}, case.name


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", UNSURE_BY_DEFAULT)
def test_what_is_unsure_by_default_is_not_milder_in_silence(name, edition):
    """Left out, such a question is as open as where somebody says so; the sentence says which."""
    question = QUESTIONNAIRE.by_id[name]

    for case in tried(name, edition):
        unsure = [UNSURE] if question.is_multi else UNSURE
        left_out, said = result_of(case, {name: None}), result_of(case, {name: unsure})
        assert left_out["class"] == said["class"]
        assert bearing_of(left_out) == bearing_of(said), case.name
        assert GRAVITY.index(left_out["class"]) <= gravest(case, question) or left_out["doubts"]
