"""The sample organisation: its use cases have the classes and obligations that were agreed."""

import json
from pathlib import Path

import pytest

from assessments.engine.ai_act import read
from assessments.engine.obligations.derivation import derive
from ops.demo.loading import read as read_sample
from tests.assessments.engine.golden import EDITIONS
from tests.assessments.engine.test_obligations import ACT, ON

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "obligations" / "sample.json"


def golden(about, edition):
    situation = read(about["answers"], edition=edition, on=ON).situation
    return [
        f"{item.provision} | {item.role} | {item.regime} | {item.applies_from}"
        for item in derive(situation, ACT)
    ]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("about", read_sample("use_cases.yaml"), ids=lambda about: about["key"])
def test_the_sample_owes_what_was_read_and_agreed(about, edition):
    agreed = json.loads(GOLDEN.read_text(encoding="utf-8"))

    assert golden(about, edition) == agreed[about["key"]][edition]


@pytest.mark.parametrize("about", read_sample("use_cases.yaml"), ids=lambda about: about["key"])
def test_the_sample_has_the_classes_it_was_written_for(about):
    before, now = (
        read(about["answers"], edition=edition, on=ON).result.outcome for edition in EDITIONS
    )

    assert now == about["class"]
    assert before == about.get("class_before", about["class"])


@pytest.mark.parametrize(
    "about",
    [about for about in read_sample("use_cases.yaml") if about["state"] != "unsigned"],
    ids=lambda about: about["key"],
)
def test_what_the_sample_signs_has_a_view_on_each_answer_in_doubt(about):
    doubts = read(about["answers"], edition="2026-1744", on=ON).result.as_json()["doubts"]

    in_doubt = {each["question"] for each in doubts if "question" in each}
    assert in_doubt == {each["question"] for each in about.get("views", ())}


def test_whether_pipes_in_a_building_belong_to_the_supply_is_left_to_a_legal_view():
    """Annex III point 2 speaks of supply; the question says that this much is not settled."""
    (about,) = [each for each in read_sample("use_cases.yaml") if each["key"] == "meters"]

    doubts = read(about["answers"], edition="2026-1744", on=ON).result.as_json()["doubts"]

    told = {each["question"]: each["could_become"] for each in doubts if "question" in each}
    assert "high_risk" in told["H2a"]


IN_USE = [
    about for about in read_sample("use_cases.yaml") if about["values"]["lifecycle"] == "in_use"
]


@pytest.mark.parametrize("about", IN_USE, ids=lambda about: about["key"])
def test_what_the_sample_uses_already_is_no_system_to_come(about):
    """Art. 111(2): whatever is in use today was there before the high-risk duties start."""
    sheet = read(about["answers"], edition="2026-1744", on=ON).sheet

    assert "H_LEG" not in sheet.visible or sheet.effective["H_LEG"] == "yes"


def test_whether_watching_staff_in_an_examination_is_monitoring_at_work_is_left_open():
    """Annex III point 4(b) names monitoring the behaviour of persons in work relationships."""
    (about,) = [each for each in read_sample("use_cases.yaml") if each["key"] == "exams"]

    doubts = read(about["answers"], edition="2026-1744", on=ON).result.as_json()["doubts"]

    told = {each["question"]: each["could_become"] for each in doubts if "question" in each}
    assert told == {"H4b": ["Annex III 4(b)"]}
