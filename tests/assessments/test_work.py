"""What waits for the owner of a use case."""

from assessments.classification import work
from assessments.models import Classification
from assessments.questionnaires.work import AssessmentWork
from inventory.use_cases import actions as use_cases
from ops.demo.answering import answer_open
from records.actors import Actor
from tests.people import SYSTEM

unfinished = AssessmentWork(Classification).unfinished


def titles(provider, person):
    return [(item.kind, str(item.why)) for item in provider(Actor.of(person))]


def test_use_cases_without_classification_wait_for_their_owner(hiring, questionnaire, people):
    assert titles(work.unclassified, people.ada) == [
        (hiring.ref, "It is not classified under the AI Act yet.")
    ]
    assert titles(work.unclassified, people.ben) == []


def test_a_classified_or_retired_use_case_waits_for_nobody(started, hiring, people, ada):
    other = use_cases.create(
        actor=ada, values={"name": "Old", "unit": people.home, "owner": people.ada}
    )
    use_cases.retire(other, actor=ada, reason="Replaced.")

    assert titles(work.unclassified, people.ada) == []


def test_unfinished_classifications_wait_until_everything_is_answered(started, people, ada):
    assert titles(unfinished, people.ada) == [(started.ref, "44 questions have no answer yet.")]

    answer_open(started, actor=ada)

    assert titles(unfinished, people.ada) == []


def test_nothing_waits_for_a_job():
    assert list(work.unclassified(SYSTEM)) == []
    assert list(unfinished(SYSTEM)) == []
