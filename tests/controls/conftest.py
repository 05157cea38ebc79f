"""The small catalogue, taken over, and all that is shipped."""

import pytest

from controls.crosswalk.actions import catalogue
from controls.frameworks.loading import read_catalogue
from controls.models import Edition
from tests import people as the_people
from tests import snapshots
from tests.controls.loading.small import GOOD
from tests.people import SYSTEM


def make_shipped():
    """Make the organisation and publish everything that is shipped."""
    people = the_people.make()
    return people, catalogue.take_over(read_catalogue(), unit=people.top, actor=SYSTEM)


@pytest.fixture
def founded(db):
    """The organisation and everything that is shipped, made together."""
    return snapshots.made_once(make_shipped)


@pytest.fixture
def people(request, db):
    """The organisation and its people, where a test asks for it with everything that is shipped."""
    if "founded" in request.fixturenames:
        return request.getfixturevalue("founded")[0]
    return snapshots.made_once(the_people.make)


@pytest.fixture
def shipped(founded):
    """Everything that is shipped, published."""
    return founded[1]


@pytest.fixture
@snapshots.put_back
def house(people):
    """The house law and the house standard, published."""
    return catalogue.take_over(read_catalogue(GOOD), unit=people.top, actor=SYSTEM)


@pytest.fixture
def law(house):
    """The edition of the house law."""
    return Edition.objects.select_related("framework").get(framework__code="house-law")
