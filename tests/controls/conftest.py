"""The small catalogue, taken over."""

import pytest

from controls.actions import catalogue
from controls.loading import read_catalogue
from controls.models import Edition
from tests.controls.loading.small import GOOD
from tests.people import SYSTEM


@pytest.fixture
def house(people):
    """The house law and the house standard, published."""
    return catalogue.take_over(read_catalogue(GOOD), unit=people.top, actor=SYSTEM)


@pytest.fixture
def law(house):
    """The edition of the house law."""
    return Edition.objects.select_related("framework").get(framework__code="house-law")
