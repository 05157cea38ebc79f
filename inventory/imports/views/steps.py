"""What the pages of an import share: the run, its steps, and where to go on."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from inventory.imports.kinds import IMPORT_RUN, state
from inventory.models import ImportRun, RunState
from records.actors import Actor
from records.models import Job
from records.pages import KindView, progress_of
from records.shapes import Progress, Step

STEPS = (
    ("file", gettext_lazy("File")),
    ("columns", gettext_lazy("Columns")),
    ("values", gettext_lazy("Values")),
    ("preview", gettext_lazy("Preview")),
    ("report", gettext_lazy("Report")),
)


class ImportView(KindView):
    """A page of one import."""

    kind = IMPORT_RUN
    step = ""
    title: object = ""

    def run_of(self, ref: str) -> ImportRun:
        """Return the import if it is within reach and may be worked on."""
        run: ImportRun = self.record(ref, "import")
        return run

    def page(self, run: ImportRun, **more: object) -> dict[str, object]:
        """Return what the head of the page needs."""
        title = str(self.title)
        return {
            "title": title,
            "eyebrow": f"{run.ref} · {run.file_name}",
            "statuses": [state(run)],
            "breadcrumbs": self.crumbs(run, title),
            "steps": steps(run, self.step),
            "run": run,
        } | more


def url(page: str, run: ImportRun) -> str:
    """Return the address of a step."""
    return reverse(f"importrun-{page}", args=[run.ref])


def steps(run: ImportRun | None, current: str) -> list[Step]:
    """Return the steps of an import, those behind marked as done."""
    codes = [code for code, _label in STEPS]
    reached = codes.index(current)
    found = []
    for place, (code, label) in enumerate(STEPS):
        is_failed = run is not None and run.state == RunState.FAILED and code == current
        if place == reached:
            found.append(Step(label, "failed" if is_failed else "current"))
        else:
            found.append(Step(label, "done" if place < reached else "waiting"))
    return found


def next_step(run: ImportRun) -> str:
    """Return the step at which an import stands."""
    if run.is_over:
        return "report"
    if run.state in {RunState.PREVIEWED, RunState.FAILED} or run.job:
        return "preview"
    if run.state == RunState.MAPPED:
        return "values"
    return "columns" if run.mapping else "file"


def go(page: str, run: ImportRun) -> HttpResponse:
    """Lead to a step."""
    return redirect(url(page, run))


def job_of(run: ImportRun) -> Job | None:
    """Return the last job of an import."""
    return Job.objects.filter(pk=run.job).first() if run.job else None


def progress(run: ImportRun, actor: Actor) -> Progress | None:
    """Return how far the work on an import is; None where nothing is under way."""
    job = job_of(run)
    if job is None or job.is_over:
        return None
    is_mine = actor.person is not None and job.actor_id == str(actor.person.pk)
    found = progress_of(job)
    return found if is_mine else replace(found, cancel_url="")


def not_over(run: ImportRun) -> HttpResponse | None:
    """Lead to the report where an import has been carried out."""
    return go("report", run) if run.is_over else None
