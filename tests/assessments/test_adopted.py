"""Suggestions adopted all at once: of questions that are asked, and never against an answer."""

import pytest
from django.test import Client

from assessments.classification.actions import classifications
from assessments.models import Classification
from records.errors import RuleError
from records.models import Entry
from tests import sessions

# What a model leaves out: these parts are played for a system.
OF_SYSTEMS = {"R1", "R2", "R3", "R4", "R6"}
ROLES = {*OF_SYSTEMS, "R5", "R10"}


@pytest.fixture
def client(people):
    made = Client()
    sessions.begin(made, people.ada)
    return made


def reread(record):
    return Classification.objects.get(pk=record.pk)


@pytest.fixture
def of_a_model(started, ada):
    """A model is classified, so that nobody is asked which part we play for a system."""
    return classifications.answer(started, actor=ada, answers={"S1": "model"})


@pytest.fixture
def private(started, ada):
    """The only user is a private person, while the register calls us the one who uses it."""
    return classifications.answer(started, actor=ada, answers={"S6": "yes"})


def test_what_is_not_asked_is_not_adopted_and_stays_suggested(of_a_model, ada):
    assert of_a_model.suggested.keys() >= OF_SYSTEMS
    assert not OF_SYSTEMS & of_a_model.sheet().visible

    adopted = classifications.adopt(of_a_model, actor=ada)

    assert not OF_SYSTEMS & adopted.answers.keys()
    assert adopted.answers.keys() <= adopted.sheet().visible
    assert adopted.suggested.keys() >= OF_SYSTEMS


def test_what_comes_to_be_asked_may_be_adopted_then(of_a_model, ada):
    of_a_model = classifications.adopt(of_a_model, actor=ada)
    of_a_system = classifications.answer(of_a_model, actor=ada, answers={"S1": "system"})

    adopted = classifications.adopt(of_a_system, actor=ada)

    assert {name: adopted.answers[name] for name in ("R1", "R2")} == {"R1": "no", "R2": "yes"}


def test_what_contradicts_an_answer_given_is_not_adopted(private, ada):
    assert private.suggested["R2"]["answer"] == "yes"

    adopted = classifications.adopt(private, actor=ada)

    assert "R2" not in adopted.answers
    assert adopted.suggested["R2"]["answer"] == "yes"
    assert adopted.answers["R3"] == "no"
    assert "C_PERS" not in adopted.outcome["warnings"]


def test_where_nothing_may_be_adopted_nothing_is_offered_and_nothing_changes(private, ada, client):
    left = classifications.adopt(private, actor=ada)
    entries = Entry.objects.count()

    with pytest.raises(RuleError, match="no suggestion to adopt"):
        classifications.adopt(left, actor=ada)

    assert reread(left).answers == left.answers
    assert Entry.objects.count() == entries
    page = client.get(f"/classifications/{left.ref}/questions/")
    assert page.context["suggestions"] == 0
    assert "Adopt all suggestions" not in page.content.decode()


def test_the_page_counts_what_it_would_adopt(private, client):
    url = f"/classifications/{private.ref}"

    told = client.get(f"{url}/questions/").context["suggestions"]
    client.post(f"{url}/adopt/", {"confirmed": "1", "seen": private.version})

    assert told == len(reread(private).answers) - len(private.answers)
    assert told > 0


def test_the_button_of_a_section_adopts_no_other_ones(private, client):
    url = f"/classifications/{private.ref}/questions/role/"
    page = client.get(url)
    asked = page.context["shown"]

    told = page.context["suggested"]
    client.post(url, {"seen": private.version, "shown": asked, "adopt": "*"})

    after = reread(private).answers
    assert "R2" not in after
    assert told == len(after) - len(private.answers) == len(ROLES) - 1


def test_one_suggestion_is_adopted_by_its_own_button_whatever_was_answered(private, client):
    """Whoever looks at the question decides; the contradiction is told with the result."""
    url = f"/classifications/{private.ref}/questions/role/"
    asked = client.get(url).context["shown"]

    client.post(url, {"seen": private.version, "shown": asked, "adopt": "R2"})

    after = reread(private)
    assert after.answers["R2"] == "yes"
    assert "C_PERS" in after.outcome["warnings"]
