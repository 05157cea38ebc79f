"""The start page, and the pages of jobs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from governance import days
from records import jobs
from records.models import Job
from records.pages import WorkItem, work
from tests import factories


def test_the_start_page_groups_what_waits_by_date(people, ben, monkeypatch):
    today = days.today()

    def waiting(actor):
        assert actor.person == people.ben
        for title, ahead in (("Late", -1), ("Soon", 3), ("Far", 30)):
            due = today + timedelta(days=ahead)
            yield WorkItem(title=title, url="/use-cases/", why="Your signature", due=due)
        yield WorkItem(title="Open", url="/use-cases/", why="Your answer")

    monkeypatch.setattr(work, "_PROVIDERS", [waiting])
    groups = ben.get("/").context["groups"]

    assert [(title, [row.label for row in rows]) for title, rows in groups] == [
        ("Overdue", ["Late"]),
        ("Due within a week", ["Soon"]),
        ("Later", ["Far"]),
        ("Without a date", ["Open"]),
    ]


def test_the_start_page_says_that_nothing_waits(people, ben, monkeypatch):
    monkeypatch.setattr(work, "_PROVIDERS", [])

    assert "Nothing waits for you" in ben.get("/").content.decode()


@pytest.fixture
def job(people, db):
    sent = factories.import_run(people.home)
    return Job.objects.create(
        subject_kind=sent.kind_code(),
        subject_id=sent.pk,
        task="none",
        effect_key=str(uuid4()),
        title="Import of a register",
        actor_kind="person",
        actor_id=str(people.ben.pk),
        created_at=timezone.now(),
    )


def test_a_job_is_shown_to_who_asked_and_to_administrators(people, sign_in, job):
    codes = {
        name: sign_in(getattr(people, name)).get(f"/jobs/{job.pk}/").status_code
        for name in ("ben", "adam", "ada", "vera")
    }

    assert codes == {"ben": 200, "adam": 200, "ada": 404, "vera": 404}
    assert sign_in(people.ada).post(f"/jobs/{job.pk}/cancel/").status_code == 404
    assert "Import of a register" in sign_in(people.ben).get("/jobs/").content.decode()
    assert "Import of a register" not in sign_in(people.adam).get("/jobs/").content.decode()


def test_a_job_tells_how_far_it_is_and_stops_when_asked(job, ben):
    Job.objects.update(state="running", step="Writing rows", percent=56, started_at=timezone.now())
    part = ben.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true", "HX-Target": "job"})

    ben.post(f"/jobs/{job.pk}/cancel/")

    assert "<html" not in part.content.decode()
    assert part.context["progress"].percent == 56
    assert part.context["progress"].doing == "Writing rows"
    assert Job.objects.get().cancel_asked
    assert ben.get(f"/jobs/{job.pk}/").context["progress"].cancel_url == ""


def test_a_finished_job_leads_to_what_it_made(job, ben):
    result = {"url": "/use-cases/", "label": "The register", "facts": {"Added": 3}}
    Job.objects.update(state="done", percent=100, result=result)

    page = ben.get(f"/jobs/{job.pk}/")

    assert [(action.label, action.url) for action in page.context["results"]] == [
        ("The register", "/use-cases/")
    ]
    assert [(fact.label, fact.value) for fact in page.context["report"]] == [("Added", 3)]
    Job.objects.update(result={"url": "//evil.example/"})
    assert ben.get(f"/jobs/{job.pk}/").context["results"] == []


def test_cancelling_a_job_that_is_over_changes_nothing(job, ben):
    Job.objects.update(state="done")

    ben.post(f"/jobs/{job.pk}/cancel/")

    assert not Job.objects.get().cancel_asked
    assert jobs.waiting() == []
