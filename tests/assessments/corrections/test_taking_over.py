"""Corrected law and questions are taken over by decision."""

import pytest

from assessments.classification.actions import classifications
from assessments.law_changes import work as waiting
from assessments.law_changes.actions import correcting, edition_reviews
from assessments.models import Classification, EditionDecision, EditionReview
from controls.frameworks.loading import load_edition
from records import jobs
from records.actors import Actor
from records.errors import RuleError
from records.models import Job
from tests import sessions
from tests.assessments.corrections.conftest import NAME, REVISION
from tests.people import SYSTEM


def test_owners_are_told_once_when_an_installation_is_upgraded(earlier, people):
    before = list(Classification.objects.values())

    for _time in range(2):
        correcting.tell(unit=people.top, actor=SYSTEM)
    made = Job.objects.filter(task=correcting.TASK, arguments__name=NAME)
    (job,) = made
    jobs.run(str(job.pk))

    review = EditionReview.objects.get()
    assert (review.from_edition, review.to_edition) == ("2026-1744", NAME)
    assert review.owner == earlier.use_case.owner
    assert "law:no-duty-of-its-own" in [each["id"] for each in review.found["corrections"]]
    assert list(Classification.objects.values()) == before


def test_the_task_of_a_correction_says_its_reason_at_home(task, ada, client, people):
    (item,) = waiting.reviews(ada)
    sessions.begin(client, people.ada)
    page = client.get(item.url).content.decode()

    reason = "none asks for anything more. (Art. 14(2), 17(2), 27(4), 48(2) and (5))"
    assert item.why.startswith(f"Classify again under edition 2026-1744, {REVISION}: outcome stays")
    assert item.why.endswith(reason)
    assert str(task).endswith(f": 2026-1744 → 2026-1744, {REVISION}")
    assert "Art. 14(2), 17(2), 27(4), 48(2) and (5)" in page
    assert NAME not in page


def test_a_task_whose_owner_is_gone_waits_with_who_may_decide(task, people):
    officer, stranger = Actor.of(people.ben), Actor.of(people.cleo)
    before = [len(list(waiting.reviews(actor))) for actor in (officer, stranger)]
    EditionReview.objects.update(owner=None)

    after = [len(list(waiting.reviews(actor))) for actor in (officer, stranger)]

    assert (before, after) == ([0, 0], [1, 0])


def test_adopting_reads_the_answers_by_the_corrected_law(report, earlier, ada):
    (review,) = edition_reviews.give_tasks(report, actor=ada, refs=[earlier.ref])

    adopted = edition_reviews.adopt(review, actor=ada)

    record = Classification.objects.get(pk=earlier.pk)
    assert adopted.decision == EditionDecision.ADOPTED
    assert record.law_digest == load_edition("eu-ai-act", "2026-1744").digest
    assert (record.edition, record.on_date) == (earlier.edition, earlier.on_date)
    assert record.answers == earlier.answers
    owed = set(record.obligation_profile.obligations.values_list("provision", flat=True))
    assert "Art. 27(4)" not in owed


def test_adopting_in_sets_does_the_same(report, earlier, ada):
    made = edition_reviews.give_tasks(report, actor=ada, refs=[earlier.ref])

    edition_reviews.adopt_many(made, actor=ada)

    record = Classification.objects.get(pk=earlier.pk)
    assert record.law_digest == load_edition("eu-ai-act", "2026-1744").digest


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_task_ends_where_the_corrections_were_taken_over_already(report, earlier, ada, many):
    (review,) = edition_reviews.give_tasks(report, actor=ada, refs=[earlier.ref])
    record = classifications.take_corrections(earlier, actor=ada)

    if many:
        edition_reviews.adopt_many([review], actor=ada)
    else:
        edition_reviews.adopt(review, actor=ada)

    assert EditionReview.objects.get().decision == EditionDecision.ADOPTED
    assert Classification.objects.get().version == record.version


def test_what_is_as_corrected_cannot_be_corrected_again(answered, ada):
    with pytest.raises(RuleError, match="already made by this law"):
        classifications.take_corrections(answered, actor=ada)
