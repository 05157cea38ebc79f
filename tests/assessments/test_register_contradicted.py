"""Answers that say otherwise than the register: told where the result is read, and in packs."""

import pytest

from assessments.classification import prefill
from assessments.classification.actions import classifications
from assessments.classification.documents import chapters
from inventory.use_cases import actions as use_cases
from tests.assessments.test_pack_chapters import reading
from tests.assessments.test_pages import client_of, text_of, url


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
        each.question for each in prefill.contradicted(prefill.Facts(**facts), answers)
    ] == found


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
