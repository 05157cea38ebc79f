"""The use cases that a provision concerns, on its page in the catalogue."""

import pytest

from assessments.obligations.concerned import concerned
from records.actors import Actor
from tests.assessments.test_pages import client_of, text_of


@pytest.mark.parametrize(
    ("code", "count"),
    [("Annex III.4(a)", 1), ("Annex III.4", 1), ("Annex III.5(a)", 0), ("Art. 26(1)", 1)],
)
def test_grounds_and_duties_lead_to_the_classification(answered, people, code, count):
    found = concerned(Actor.of(people.ada), code)

    assert answered.grounds == ["Annex III 4(a)"]
    assert found.count() == count


def test_what_is_out_of_reach_is_not_counted(answered, people):
    assert concerned(Actor.of(people.cleo), "Annex III.4(a)").count() == 0


def test_the_page_of_the_provision_names_them_to_those_who_may_see_them(answered, law, people):
    slug = law.provisions.get(code="Annex III.4(a)").slug
    url = f"/frameworks/eu-ai-act/{law.code}/{slug}/"

    seen, hidden = (text_of(client_of(one).get(url)) for one in (people.ada, people.cleo))

    assert answered.use_case.ref in seen
    assert answered.use_case.ref not in hidden
    assert "No use case within your reach" in hidden
