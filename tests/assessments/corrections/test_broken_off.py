"""Work on corrections that broke off ends whole and once."""

from contextlib import nullcontext

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction

from assessments.law_changes.actions import correcting, edition_change, edition_reviews
from assessments.law_changes.documents import edition_change as edition_change_document
from assessments.law_changes.documents import edition_print
from assessments.models import EditionDecision, EditionReview
from records import jobs
from records.models import Entry, Job
from tests.assessments.corrections.conftest import CHANGE, NAME
from tests.assessments.test_edition_change import everything
from tests.people import SYSTEM


def killed(work, *, when, is_kept):
    """Let a step of some work die once: after it is kept, or just before."""
    turns = []

    def dying(*args, **options):
        if turns or not when(*args):
            return work(*args, **options)
        turns.append(1)
        with nullcontext() if is_kept else transaction.atomic():
            work(*args, **options)
            raise OperationalError("terminating connection")

    return dying


def run_again(job):
    """Run a job that broke off, as the sweeper does once its pause is over."""
    jobs.run(str(job.pk))
    job.refresh_from_db()
    broke_off = (job.state, job.attempts)
    half = everything()
    Job.objects.update(lease_until=None)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (broke_off, job.state, job.attempts) == (("waiting", 1), "done", 2)
    return half


@pytest.mark.parametrize("is_kept", [False, True], ids=["before it is kept", "after"])
def test_tasks_are_given_once_when_the_worker_is_killed(earlier, people, monkeypatch, is_kept):
    before = everything()
    dying = killed(edition_reviews.acting_many, when=lambda *_args: True, is_kept=is_kept)
    monkeypatch.setattr(edition_reviews, "acting_many", dying)
    correcting.tell(unit=people.top, actor=SYSTEM)
    job = Job.objects.get(task=correcting.TASK, arguments__name=NAME)

    half = run_again(job)

    assert (half == before) is not is_kept
    assert job.result["facts"] == {"Classifications read": 1, "Concerned by a correction": 1}
    assert EditionReview.objects.count() == 1
    assert Entry.objects.filter(verb="assessments.edition_review.open").count() == 1


def test_a_report_is_made_anew_when_the_worker_is_killed(earlier, ada, monkeypatch):
    before = everything()
    dying = killed(edition_change.compare, when=lambda *_args: True, is_kept=True)
    monkeypatch.setattr(edition_change, "compare", dying)
    with transaction.atomic():
        job = edition_change.ask(CHANGE, actor=ada)

    half = run_again(job)

    assert half == before
    assert job.result["report"]["summary"]["read"] == 1
    assert everything() == before


@pytest.mark.parametrize("is_kept", [False, True], ids=["before it is kept", "after"])
@pytest.mark.parametrize("verb", ["classification.correct", "edition_review.adopt"])
def test_a_revision_is_taken_over_whole_and_once(report, earlier, ada, monkeypatch, verb, is_kept):
    (review,) = edition_reviews.give_tasks(report, actor=ada, refs=[earlier.ref])
    before = everything()
    dying = killed(
        edition_reviews.acting_many,
        when=lambda done, *_args: done.code == f"assessments.{verb}",
        is_kept=is_kept,
    )
    monkeypatch.setattr(edition_reviews, "acting_many", dying)
    with transaction.atomic():
        job = edition_reviews.ask_to_adopt([review.pk], actor=ada, send=False)

    half = run_again(job)

    assert half == before
    assert job.result["facts"]["Read by the new edition"] == 1
    assert EditionReview.objects.get().decision == EditionDecision.ADOPTED
    made = Entry.objects.filter(verb__in=["assessments.classification.correct",
                                          "assessments.edition_review.adopt"])  # fmt: skip
    assert made.count() == 2


def test_a_print_that_was_killed_leaves_no_second_file(earlier, ada, monkeypatch):
    with transaction.atomic():
        made = edition_change.ask(CHANGE, actor=ada)
    jobs.run(str(made.pk))
    made.refresh_from_db()
    monkeypatch.setattr(edition_change_document, "as_pdf", lambda *_args, **_at: b"%PDF-1.7")
    dying = killed(edition_print.reverse, when=lambda *_args: True, is_kept=True)
    monkeypatch.setattr(edition_print, "reverse", dying)
    with transaction.atomic():
        job = edition_print.ask(made, actor=ada)

    run_again(job)

    _folders, files = default_storage.listdir("change-reports")
    assert [name for name in files if name.startswith(str(made.pk))] == [f"{made.pk}.pdf"]
    assert job.result["file"] == f"change-reports/{made.pk}.pdf"
