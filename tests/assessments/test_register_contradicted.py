"""Answers that say otherwise than the register: told where the result is read, and in packs."""

import datetime

import pytest

from assessments.classification import prefill
from assessments.classification.actions import classifications, evaluation
from assessments.classification.documents import chapters
from assessments.engine.effects import load_act
from assessments.models import Classification
from assessments.questionnaires.actions import defaults
from inventory.use_cases import actions as use_cases
from tests.assessments.test_pack_chapters import reading
from tests.assessments.test_pages import client_of, text_of, url

ON = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("facts", "answers", "found"),
    [
        pytest.param({"development_mode": "contracted"}, {"R1": "no"}, ["R1"], id="built for us"),
        pytest.param({"development_mode": "contracted"}, {"R1": "yes"}, [], id="as it says"),
        pytest.param({"development_mode": "contracted"}, {"R1": "unsure"}, [], id="not sure"),
        pytest.param({"development_mode": "contracted"}, {}, [], id="not answered"),
        pytest.param({"development_mode": "bought"}, {"R1": "no"}, [], id="says nothing of it"),
        pytest.param({"roles": ["deployer"]}, {"R3": "yes"}, ["R3"], id="a role it does not name"),
        pytest.param({"roles": ["gpai_provider"]}, {"S1": "model"}, [], id="the model alone"),
        pytest.param({"roles": ["gpai_provider"]}, {"S1": "system"}, ["S1"], id="no model"),
        pytest.param({"public_facing": "yes"}, {"T1": "no"}, [], id="a hint is no fact"),
        pytest.param({"data_categories": ["employment"]}, {"H_AREA": []}, [], id="nor are data"),
        pytest.param(
            {"dates": {"in_service": "2025-09-01"}}, {"H_LEG": "no"}, ["H_LEG"], id="its day"
        ),
    ],
)
def test_what_contradicts_the_register_is_found(facts, answers, found):
    assert [
        each.question for each in prefill.contradicted(prefill.RegisterFacts(**facts), answers)
    ] == found


@pytest.mark.parametrize(
    ("facts", "answers", "counts", "found"),
    [
        pytest.param({"roles": ["importer"]}, {}, {"R3": "no"}, ["R3"], id="a default denies it"),
        pytest.param({"roles": ["importer"]}, {}, {"R2": "no"}, [], id="a default agrees"),
        pytest.param({"roles": ["importer"]}, {"R3": "yes"}, {"R3": "no"}, [], id="answered"),
        pytest.param({"affected": ["staff"]}, {}, {"R14": "no"}, ["R14"], id="own staff"),
        pytest.param({"affected": ["staff"]}, {"R14": "no"}, {}, ["R14"], id="staff denied"),
        pytest.param({"public_facing": "yes"}, {}, {"T1": "no"}, [], id="a hint is no fact"),
    ],
)
def test_a_default_that_the_register_denies_is_found(facts, answers, counts, found):
    told = prefill.contradicted(prefill.RegisterFacts(**facts), answers, counts)

    assert [each.question for each in told] == found


def test_own_staff_in_the_register_is_asked_for_and_told(started, people, ada, hiring):
    use = {"title": "Rate how calls are handled", "affected": "Employees of the call centre"}
    case = use_cases.change(hiring, actor=ada, values={}, intended_uses=[use])
    [record] = case.classifications.all()

    assert "R14" not in defaults.takeable(record)
    page = text_of(client_of(people.ada).get(url(record)))
    staff = "“Is it used on your own staff, or do they work with it?”"
    told = "has no answer and counts as “Neither”; the register says otherwise (who is affected)."
    assert f"{staff} {told}" in page


def test_a_system_for_own_staff_is_not_minimal_before_the_list_of_work_is_answered(people, ada):
    answers = {"R2": "yes", "R14": "yes", "H_AREA": ["none"]}

    outcome = evaluation.evaluate(answers, edition="2026-1744", on=ON, act=load_act()).outcome

    assert outcome["class"] == "minimal"
    assert evaluation.worst_class(outcome) == "prohibited"
    asked = [each["questions"] for each in outcome["unanswered"] if each["class"] == "high_risk"]
    assert ["H4b"] in asked


def test_a_default_that_the_register_denies_later_keeps_from_sending(answered, ada, hiring):
    given = {"T2": "yes", "T2a": "no", "T2c": "no"}
    record = classifications.answer(answered, actor=ada, answers=given)
    record = defaults.take(record, actor=ada, questions=["T2b"])
    before = classifications.blockers(record)

    placed = {"placed_on_market_on": datetime.date(2026, 5, 1)}
    use_cases.change(hiring, actor=ada, values=placed)
    record = Classification.objects.get(pk=record.pk)

    sentence = "Answers were taken by default that the register denies: “Was the system already"
    assert not [each for each in before if each.startswith("Answers were taken")]
    assert [each for each in classifications.blockers(record) if each.startswith(sentence)]


def test_it_is_told_with_the_result_and_in_packs(answered, people, ada, hiring):
    record = classifications.answer(answered, actor=ada, answers={"R1": "no"})
    before = text_of(client_of(people.ada).get(url(record)))
    assert "the register says otherwise" not in before

    case = use_cases.change(hiring, actor=ada, values={"development_mode": "contracted"})

    sentence = "is answered “No”; the register says otherwise (who builds it)."
    assert sentence in text_of(client_of(people.ada).get(url(record)))
    section = chapters.classification(case, reading(people.ada))
    [gap] = [gap for gap in section.gaps if gap.code == "classification.register"]
    assert (gap.level, gap.about) == ("missing", record.ref)
    assert sentence in gap.text
