"""Pairs of cases on both sides of a line of the law: what changes when one answer does."""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessments.engine.effects import load_act
from records.incoming.strict_yaml import read_document

from .golden import EDITIONS, TODAY, classified

FILE = Path(__file__).resolve().parents[2] / "data" / "pairs" / "pairs.yaml"
ON = datetime.date.fromisoformat(TODAY)
PAIRS = read_document(FILE, file=FILE.name).value["pairs"]
LISTS = ("grounds", "prohibited", "transparency", "warnings", "upcoming")
EXPECTED = {"class", *LISTS, "owes", "owes_not", "reviews", "reasons", "dates"}


@dataclass(frozen=True)
class Side:
    """One of the two cases, under one edition."""

    name: str
    edition: str
    answers: dict
    expected: dict


def sides():
    """Read both sides of every pair under each of its editions."""
    for pair in PAIRS:
        assert pair["citation"]
        for side in ("inside", "outside"):
            told = dict(pair[side])
            answers, _about = dict(told.pop("answers")), told.pop("about", "")
            assert set(told) <= EXPECTED, f"{pair['name']}: {set(told) - EXPECTED}"
            for edition in pair.get("editions", EDITIONS):
                yield Side(f"{pair['name']}: {side} ({edition})", edition, answers, told)


SIDES = list(sides())


def result_of(side):
    return classified(side.answers, edition=side.edition, on=ON)


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.name)
def test_side_has_its_class_and_its_findings(side):
    result = result_of(side)

    wanted = {key: side.expected[key] for key in ("class", *LISTS) if key in side.expected}
    assert {key: result[key] for key in wanted} == wanted


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.name)
def test_side_owes_what_it_owes_and_nothing_it_does_not(side):
    result = result_of(side)

    owed = {f"{duty['provision']} / {duty['role']}" for duty in result["duties"]}
    assert set(side.expected.get("owes", ())) <= owed
    assert owed.isdisjoint(side.expected.get("owes_not", ()))
    days = {duty["provision"]: duty["applies_from"] for duty in result["duties"]}
    for provision, day in side.expected.get("dates", {}).items():
        assert days[provision] == day[side.edition]


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.name)
def test_side_says_why_and_what_is_open(side):
    result = result_of(side)

    reviews = {item.get("question") or item["rule"] for item in result["needs_review"]}
    assert set(side.expected.get("reviews", ())) <= reviews
    assert set(side.expected.get("reasons", ())) <= {item["rule"] for item in result["reasons"]}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_pair_is_about_a_question_that_is_asked(pair):
    assert pair["question"] in load_act().questionnaire.by_id


# Questions that readers of the law found hard, or that were wider or narrower than the law.
HARD = [
    "S3", "S4", "S8", "R1", "R2", "R3", "R4", "R7", "R8", "R10",
    "P_A1", "P_A2", "P_A3", "P_B1", "P_B3", "P_MEDIA", "P_BA1", "P_BB1", "P_C1", "P_C2", "P_C3",
    "P_D1", "P_D2", "P_D3", "P_D4", "P_E2", "P_F1", "P_F2", "P_F3", "P_G1", "P_H1", "P_H2",
    "I2a", "I2b", "I3", "I3a", "H1a", "H1b", "H1c", "H2a", "H2b", "H3a", "H3b", "H3c", "H3d",
    "H4a", "H4b", "H5a", "H5b", "H5c", "H5d", "H6d", "H6e", "H7c", "H8a", "H8b",
    "F_PROF", "F_A", "F_B", "F_C", "F_D", "F_MAT", "H_X", "H_LEG", "H_PUB",
    "T1", "T1o", "T2", "T2a", "T3", "T4", "T5", "T5e", "G1", "G1u", "G2c", "G3",
]  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_question_has_an_example_on_each_side(name):
    told = load_act().questionnaire.by_id[name].help

    assert re.search(r"\byes\b", told), told
    assert re.search(r"\bno\b", told), told


@pytest.mark.parametrize("name", ["T1o", "T2a", "G1", "G4c", "A1"])
def test_question_for_an_expert_says_whom_to_ask(name):
    told = load_act().questionnaire.by_id[name].help

    assert re.search(r"\b[Aa]sk (whoever|an engineer)\b", told), told
