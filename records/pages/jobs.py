"""Longer work: how far it is, how to stop it, what it made."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import jobs, kinds, permissions
from records.actors import Actor
from records.addresses import to
from records.models import Job
from records.pages.base import RecordsView, respond
from records.shapes import Action, Fact, Heading, Link, Progress, Row, Status, Tone

LISTED_AT_MOST = 100
TONES: dict[str, Tone] = {
    Job.State.WAITING: "upcoming",
    Job.State.RUNNING: "info",
    Job.State.DONE: "ok",
    Job.State.FAILED: "bad",
    Job.State.CANCELLED: "neutral",
}
DOING = {
    Job.State.DONE: gettext_lazy("Done"),
    Job.State.FAILED: gettext_lazy("Failed"),
    Job.State.CANCELLED: gettext_lazy("Cancelled; nothing more will happen"),
}


class JobView(RecordsView):
    """A page of one job, for who asked for it and for who administers what it is about."""

    def job(self, key: UUID) -> Job:
        """Return the job, or 404 where it is somebody else's, or about what is out of reach."""
        found = job_within_reach(key, self.actor)
        if found is None:
            raise Http404
        return found


class JobDetailView(JobView):
    """Show how far a job is."""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Answer with the page, or with its middle alone for HTMX."""
        job = self.job(key)
        return respond(
            request, "records/job.html", self.context(job), fragment="records/job.html#job"
        )

    def context(self, job: Job) -> dict[str, object]:
        """Gather what the page shows."""
        url = to("job-detail", job.pk)
        return {
            "title": job.title,
            "eyebrow": _("Job"),
            "statuses": [status_of(job)] if job.is_over else [],
            "breadcrumbs": [
                {"label": _("Jobs"), "url": to("job-list")},
                {"label": job.title, "url": ""},
            ],
            "progress": progress_of(job),
            "job_url": url,
            "error": job.error,
            "results": results_of(job),
            "report": report_of(job),
        }


class JobCancelView(JobView):
    """Ask a job to stop."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Ask, and lead back to its page."""
        job = self.job(key)
        if job.is_over:
            messages.info(request, _("The job was over already."))
        else:
            jobs.cancel(job)
            messages.info(request, _("The job was asked to stop; it does so at its next step."))
        return redirect("job-detail", job.pk)


class JobListView(JobView):
    """List the actor's own jobs, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = list(jobs.asked_by(self.actor).defer("result").order_by("-id")[:LISTED_AT_MOST])
        rows = [
            Row([Link(job.title, to("job-detail", job.pk)),
                 status_of(job), job.created_at, job.finished_at], label=job.title)
            for job in within_reach(mine, self.actor, "view")
        ]  # fmt: skip
        heads = (_("Job"), _("State"), _("Asked for"), _("Finished"))
        context = {
            "title": _("My jobs"),
            "columns": [Heading(head) for head in heads],
            "rows": rows,
        }
        return respond(request, "records/jobs.html", context)


def job_within_reach(key: UUID, actor: Actor) -> Job | None:
    """Return a job that the actor asked for or oversees, about what is still within reach."""
    found = Job.objects.filter(pk=key).first()
    if found is None:
        return None
    is_mine = jobs.asked_by(actor).filter(pk=key).exists()
    if is_mine and within_reach([found], actor, "view"):
        return found
    is_about_something = found.subject_id is not None
    oversees = is_about_something and within_reach([found], actor, "administer")
    return found if oversees else None


def within_reach(found: Sequence[Job], actor: Actor, needs: str) -> list[Job]:
    """Keep the jobs about records that the actor reaches today, and those about none."""
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for job in found:
        if job.subject_id is not None:
            subjects[job.subject_kind].add(job.subject_id)
    reached: set[UUID] = set()
    for code, keys in subjects.items():
        rows = apps.get_model(code)._base_manager.filter(pk__in=keys)
        reached |= set(permissions.visible(rows, actor, needs).values_list("pk", flat=True))
    return [job for job in found if job.subject_id is None or job.subject_id in reached]


def status_of(job: Job) -> Status:
    """Return the state of a job as a badge."""
    state = Job.State(job.state)
    return Status(str(state.label).capitalize(), TONES[state])


def progress_of(job: Job) -> Progress:
    """Return how far a job is."""
    url = "" if job.is_over or job.cancel_asked else to("job-cancel", job.pk)
    waits = job.state == Job.State.WAITING
    step = job.step or (_("Waiting for its turn") if waits else _("Under way"))
    doing = DOING.get(Job.State(job.state), step)
    if job.cancel_asked and not job.is_over:
        doing = _("Stopping at the next step")
    percent = job.percent if job.started_at else None
    return Progress(
        doing, percent, running=not job.is_over, cancel_url=url, started_at=job.started_at
    )


def results_of(job: Job) -> list[Action]:
    """Return what a job made: `{"url", "label"}` in its result, or the records it touched."""
    result = job.result or {}
    url = str(result.get("url", ""))
    if url.startswith("/") and not url.startswith("//"):
        return [Action(result.get("label") or _("Show the result"), url, "arrow-right", "primary")]
    links = [link for link in result.get("touched", []) if kinds.url_of_link(link) != "/"]
    return [Action(link["ref"], kinds.url_of_link(link)) for link in links[:10]]


def report_of(job: Job) -> list[Fact]:
    """Return the figures a job reports: `{"facts": {label: value}}` in its result."""
    facts = (job.result or {}).get("facts", {})
    return [Fact(label, value) for label, value in facts.items()]
