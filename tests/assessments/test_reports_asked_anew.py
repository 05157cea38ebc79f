"""What is asked anew of a change of the law is worked out anew, and told to who may see it."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from assessments.classification.actions import classifications
from assessments.law_changes.actions import edition_change, edition_reviews
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.law_changes.documents import edition_change as document
from assessments.law_changes.documents import edition_print
from assessments.models import Classification, EditionReview
from assessments.obligations import organisation
from records import jobs
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.models import Entry, Job
from records.verbs import Verb
from tests import sessions
from tests.assessments.conftest import ON, answer_all, hiring_case
from tests.people import SYSTEM

CHANGE = EditionChange("2024-1689", "2026-1744", ON)
MOVE = Verb("inventory.usecase.hand_over_for_tests", needs="change", told="moved the record")


def move(use_case, **values):
    with acting(MOVE, use_case, SYSTEM) as moved:
        for name, value in values.items():
            setattr(moved, name, value)


@transaction.atomic
def report_for(actor):
    return edition_change.ask(CHANGE, actor=actor)


def finished(job):
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job


def test_what_came_within_reach_is_reported_when_asked_anew(answered, people):
    cleo = Actor.of(people.cleo)
    first = finished(report_for(cleo))
    move(answered.use_case, unit=people.away)

    second = report_for(Actor.of(people.cleo))

    assert first.pk != second.pk
    assert answered.ref in str(finished(second).result)


def test_what_left_reach_makes_another_report(answered, people):
    first = finished(report_for(Actor.of(people.ben)))
    move(answered.use_case, unit=people.away, owner=None)

    assert report_for(Actor.of(people.ben)).pk != first.pk


def test_what_is_out_of_reach_tells_nothing_by_the_job(answered, people, ada):
    first = finished(report_for(Actor.of(people.cleo)))
    classifications.answer(answered, actor=ada, answers={"R14": "yes"})

    assert report_for(Actor.of(people.cleo)).pk == first.pk


@pytest.mark.parametrize("state", [Job.State.FAILED, Job.State.CANCELLED])
def test_what_ended_in_vain_is_asked_for_again(state, answered, ada):
    first = report_for(ada)
    Job.objects.filter(pk=first.pk).update(state=state)

    second = report_for(ada)

    assert second.pk != first.pk
    assert second.state == Job.State.WAITING
    assert report_for(ada).pk == second.pk


def test_adoptions_of_other_reviews_are_other_jobs(people, ada, questionnaire):
    records = []
    for number in range(4):
        use_case = hiring_case(people, ada, f"Ranking {number}")
        begun = classifications.start(use_case, actor=ada, edition="2024-1689", on=ON)
        records.append(answer_all(begun, ada))
    refs = [record.ref for record in records]
    told = edition_change.anew(
        {"from": "2024-1689", "to": "2026-1744", "on": ON.isoformat()}, actor=ada, refs=refs
    )
    made = edition_reviews.give_tasks(told, actor=ada, refs=refs)
    keys = sorted((review.pk for review in made), key=str)

    with transaction.atomic():
        one = edition_reviews.ask_to_adopt([keys[0], keys[1], keys[3]], actor=ada, send=False)
        two = edition_reviews.ask_to_adopt([keys[0], keys[2], keys[3]], actor=ada, send=False)
        same = edition_reviews.ask_to_adopt([keys[0], keys[2], keys[3]], actor=ada, send=False)

    assert one.pk != two.pk
    assert two.pk == same.pk


@pytest.fixture
def made(answered, ada):
    classifications.choose_law(answered, actor=ada, edition="2024-1689", on=ON)
    return finished(report_for(ada))


def test_a_print_that_failed_is_asked_for_again_and_its_file_is_its_own(
    made, ada, client, people, monkeypatch
):
    monkeypatch.setattr(document, "as_pdf", lambda *_args, **_at: b"%PDF-1.7 ours")
    with transaction.atomic():
        failed = edition_print.ask(made, actor=ada)
    Job.objects.filter(pk=failed.pk).update(state=Job.State.FAILED)
    with transaction.atomic():
        job = edition_print.ask(made, actor=ada)
    finished(job)
    other = default_storage.save("evidence/somebody-elses", ContentFile(b"not yours"))
    Job.objects.filter(pk=job.pk).update(result={"file": other})
    sessions.begin(client, people.ada)

    found = client.get(f"/obligations/changes/{made.pk}/report.pdf")

    assert (found.status_code, found.content) == (200, b"%PDF-1.7 ours")


@pytest.mark.parametrize("action", ["tasks", "tasks-all", "adopt-now"])
def test_a_task_rests_on_the_record_not_on_the_kept_report(action, made, client, people):
    (case,) = made.result["report"]["use_cases"]
    false = case | {"verdict": "changed", "after": "minimal", "digest": "0" * 64}
    false_report = made.result["report"] | {"use_cases": [false]}
    Job.objects.filter(pk=made.pk).update(result=made.result | {"report": false_report})
    sessions.begin(client, people.ada)

    sent = {"action": action, "pk": [case["ref"]]}
    answer = client.post(f"/obligations/changes/{made.pk}/", sent)

    review = EditionReview.objects.get()
    assert answer.status_code == 302
    assert (review.verdict, review.found["before"], review.found["after"]) == (
        case["verdict"],
        "high_risk",
        "high_risk",
    )
    assert review.seen_digest == case["digest"] == Classification.objects.get().digest


def test_the_reason_of_a_shared_duty_comes_from_within_reach(people, ada, questionnaire):
    ours = hiring_case(people, ada, "Ours")
    old = classifications.start(ours, actor=ada, edition="2024-1689", on=ON)
    answer_all(old, ada)
    before = [item.as_json() for item in organisation.tell(actor=ada, on=ON)]
    theirs = hiring_case(people, ada, "Theirs")
    new = classifications.start(theirs, actor=ada, edition="2026-1744", on=ON)
    answer_all(new, ada)
    move(theirs, unit=people.away, owner=people.cleo)

    after = [item.as_json() for item in organisation.tell(actor=Actor.of(people.ada), on=ON)]

    assert before
    assert {item["edition"] for item in after} == {"2024-1689"}
    assert after == before


@pytest.mark.parametrize("skip", ["99999999999999999999", "9" * 300, "100000001", "-1", "x"])
def test_a_number_that_is_none_is_refused(skip, answered, client, people):
    sessions.begin(client, people.ada)

    assert client.get("/api/v1/obligations/", {"skip": skip}).status_code == 400
    assert client.get("/api/v1/obligations/", {"skip": "100000000"}).json()["results"] == []


BEYOND = pytest.mark.parametrize(
    "day",
    [
        datetime.date.min,
        datetime.date(2024, 7, 11),
        datetime.date(2042, 1, 1),
        datetime.date.max,
    ],
    ids=str,
)


@BEYOND
def test_no_law_is_read_as_of_a_day_beyond_its_life(day, answered, people, ada):
    stood, entries = answered.version, Entry.objects.count()
    asked = [
        lambda: classifications.choose_law(answered, actor=ada, edition="2024-1689", on=day),
        lambda: classifications.start(answered.use_case, actor=ada, edition="2024-1689", on=day),
        lambda: edition_change.ask(EditionChange("2024-1689", "2026-1744", day), actor=ada),
    ]

    for ask in asked:
        with pytest.raises(RuleError, match="from 12 Jul 2024, when it was published"):
            ask()

    assert Classification.objects.get().version == stood
    assert Entry.objects.count() == entries
    assert not Job.objects.exists()


@pytest.mark.parametrize("day", [datetime.date(2024, 7, 12), datetime.date(2041, 12, 31)], ids=str)
def test_the_first_and_the_last_day_of_the_law_are_read(day, answered, ada):
    read = classifications.choose_law(answered, actor=ada, edition="2024-1689", on=day)

    assert read.on_date == day
