"""What waits for the owner of a use case: the gaps that they have to mend."""

from governance.gaps.work import to_mend
from inventory.use_cases import actions as use_cases
from ops.demo.answering import answer_open
from records.actors import Actor
from tests.people import SYSTEM


def told(person, about):
    """Return what waits for somebody of one check."""
    return [str(item.why) for item in to_mend(Actor.of(person)) if about in str(item.why)]


def test_use_cases_without_classification_wait_for_their_owner(hiring, questionnaire, people):
    assert told(people.ada, "classified") == [
        f"{hiring.ref} was never classified under the AI Act."
    ]
    assert told(people.ben, "classified") == []


def test_a_classified_or_retired_use_case_waits_for_nobody(started, hiring, people, ada):
    other = use_cases.create(
        actor=ada, values={"name": "Old", "unit": people.home, "owner": people.ada}
    )
    use_cases.retire(other, actor=ada, reason="Replaced.")

    assert told(people.ada, "classified") == []


def test_unfinished_classifications_wait_until_everything_is_answered(started, people, ada):
    about = "without an answer"
    assert told(people.ada, about) == [
        f"Questions of {started.ref} without an answer, counting by default: 44."
    ]

    answer_open(started, actor=ada)

    assert told(people.ada, about) == []


def test_many_gaps_of_one_check_are_told_as_one(people, ada):
    values = {"unit": people.home, "owner": people.ada, "roles": ["deployer"]}
    refs = [
        use_cases.create(actor=ada, values=values | {"name": f"Number {number}"}).ref
        for number in range(4)
    ]

    (purposes,) = [item for item in to_mend(ada) if "purpose" in str(item.why)]

    assert purposes.title == "Use cases: purpose"
    assert purposes.url == "/gaps/?mine=yes&check=usecase.purpose"
    assert purposes.why == f"4, such as: The purpose of {refs[0]} is not described."


def test_nothing_waits_for_a_job():
    assert list(to_mend(SYSTEM)) == []
