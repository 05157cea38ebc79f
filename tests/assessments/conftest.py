"""What classifications need: a published questionnaire, a use case, and who signs."""

import datetime
from dataclasses import dataclass, replace
from functools import cache

import pytest

from assessments.classification.actions import classifications
from assessments.engine.effects import CLASSIFICATION
from assessments.models import Classification, Questionnaire
from assessments.questionnaires.actions import publishing as questionnaires
from controls.frameworks.actions import editions, frameworks
from controls.frameworks.loading import CATALOGUE, read_catalogue
from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from ops.demo.answering import answer_open
from records.actors import Actor
from tests import people as the_people
from tests import snapshots
from tests.people import SYSTEM, People

read_once = cache(read_catalogue)

ON = datetime.date(2026, 11, 24)
A_VIEW = "It reads the words of a call; no face and no voice is looked at."


@dataclass(frozen=True)
class Begun:
    """What nearly every test here begins with, made together."""

    people: People
    questionnaire: Questionnaire
    hiring: UseCase
    started: Classification
    answered: Classification | None = None


def make_begun():
    made = the_people.make()
    ada = Actor.of(made.ada)
    published = questionnaires.publish(unit=made.top, actor=SYSTEM, source=CLASSIFICATION)
    hiring = hiring_case(made, ada, "Ranking of applications")
    started = classifications.start(hiring, actor=ada, edition="2026-1744", on=ON)
    return Begun(made, published, hiring, started)


def make_answered():
    begun = make_begun()
    return replace(begun, answered=answer_all(begun.started, Actor.of(begun.people.ada)))


MADE = {"answered": make_answered, "started": make_begun}


@pytest.fixture
def begun(request, db):
    """What was made together, as far as the test asks for it; nothing where it asks for none."""
    make = next((make for name, make in MADE.items() if name in request.fixturenames), None)
    return snapshots.made_once(make) if make else None


@pytest.fixture
def people(begun):
    return begun.people if begun else snapshots.made_once(the_people.make)


@pytest.fixture
def ada(people):
    return Actor.of(people.ada)


@pytest.fixture
def questionnaire(begun, people):
    if begun:
        return begun.questionnaire
    return questionnaires.publish(unit=people.top, actor=SYSTEM, source=CLASSIFICATION)


def hiring_case(people, ada, name):
    return use_cases.create(
        actor=ada,
        values={
            "name": name,
            "purpose": "Shows recruiters the likeliest matches first.",
            "unit": people.home,
            "owner": people.ada,
            "roles": ["deployer"],
            "lifecycle": "in_use",
            "data_categories": ["employment"],
        },
        intended_uses=[{"title": "Rank applications", "affected": "applicants"}],
    )


@pytest.fixture
def hiring(begun, people, ada):
    return begun.hiring if begun else hiring_case(people, ada, "Ranking of applications")


@pytest.fixture
def started(begun):
    return begun.started


@pytest.fixture
def answered(begun):
    return begun.answered


def answer_all(started, ada):
    """A high-risk classification on which every shown question is answered."""
    record = classifications.adopt(started, actor=ada)
    given = {"S2": ["deployer_eu"], "H4a": "yes", "R13": "public", "R14": "yes", "F_PROF": "no"}
    given |= {"P_MEDIA": "no"}
    record = classifications.answer(record, actor=ada, answers=given)
    return answer_open(record, actor=ada)


@pytest.fixture
@snapshots.put_back
def law(people):
    """The amended AI Act as published here."""
    read = read_once(CATALOGUE)
    framework = read.frameworks["eu-ai-act"]
    frameworks.keep(framework, unit=people.top, actor=SYSTEM)
    data = [item for item in read.editions.values() if item.framework == "eu-ai-act"]
    return [editions.publish(item, actor=SYSTEM) for item in sorted(data, key=by_force)][-1]


def by_force(edition):
    """Order editions by the day they came into force."""
    return edition.in_force


@pytest.fixture
@snapshots.put_back
def policy(people):
    return signoffs.set_policy(
        kind="assessments.classification",
        name="Classifications",
        terms=Terms([Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER]),
        statement="I have read the answers and the reasons, and stand by this classification.",
        unit=people.top,
        actor=SYSTEM,
    )


@pytest.fixture
def classified(people, ada, questionnaire):
    """Classify a use case of a stage, with days or without."""

    def make(answers, **known):
        values = {"name": "New", "unit": people.home, "owner": people.ada, **known}
        case = use_cases.create(actor=ada, values=values, intended_uses=[])
        opened = classifications.start(case, actor=ada, edition="2026-1744", on=ON)
        return classifications.answer(opened, actor=ada, answers=answers)

    return make
