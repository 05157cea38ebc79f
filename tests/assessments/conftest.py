"""What classifications need: a published questionnaire, a use case, and who signs."""

import datetime

import pytest

from assessments.actions import classifications, questionnaires
from controls.actions import editions, frameworks
from controls.loading import CATALOGUE, read_catalogue
from governance.actions import signoffs
from governance.rules import Role, Terms
from inventory.actions import use_cases
from records.actors import Actor
from tests.people import SYSTEM

ON = datetime.date(2026, 11, 24)


@pytest.fixture
def ada(people):
    return Actor.of(people.ada)


@pytest.fixture
def questionnaire(people):
    return questionnaires.publish(unit=people.top, actor=SYSTEM)


@pytest.fixture
def hiring(people, ada):
    return use_cases.create(
        actor=ada,
        values={
            "name": "Ranking of applications",
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
def started(hiring, questionnaire, ada):
    return classifications.start(hiring, actor=ada, edition="2026-1744", on=ON)


@pytest.fixture
def answered(started, ada):
    """A high-risk classification on which every shown question is answered."""
    record = classifications.adopt(started, actor=ada)
    given = {"S2": ["deployer_eu"], "H4a": "yes", "R13": "public", "R14": "yes"}
    record = classifications.answer(record, actor=ada, answers=given)
    return classifications.answer_open(record, actor=ada)


@pytest.fixture
def law(people):
    """The amended AI Act as published here."""
    read = read_catalogue(CATALOGUE)
    framework = read.frameworks["eu-ai-act"]
    frameworks.keep(framework, unit=people.top, actor=SYSTEM)
    data = [item for item in read.editions.values() if item.framework == "eu-ai-act"]
    return [editions.publish(item, actor=SYSTEM) for item in sorted(data, key=by_force)][-1]


def by_force(edition):
    """Order editions by the day they came into force."""
    return edition.in_force


@pytest.fixture
def policy(people):
    return signoffs.set_policy(
        kind="assessments.classification",
        name="Classifications",
        terms=Terms([Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER]),
        statement="I have read the answers and the reasons, and stand by this classification.",
        unit=people.top,
        actor=SYSTEM,
    )
