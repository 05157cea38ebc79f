"""Printing a report on a change of the law: a job of its own, as it takes seconds."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.documents import edition_change
from records import jobs
from records.actors import Actor
from records.models import Job

TASK = "assessments.edition_print"


def ask(report: Job, *, actor: Actor) -> Job:
    """Ask for the print of a finished report; call it in a transaction."""
    title = _("Print: %(title)s") % {"title": report.title}
    arguments = {"report": str(report.pk)}
    return jobs.enqueue(TASK, arguments, actor=actor, effect_key=_key(report), title=title)


def printed(report: Job) -> str:
    """Return where the print of a report lies; nothing where it was not printed."""
    done = Job.objects.filter(effect_key=_key(report), state=Job.State.DONE)
    results = list(done.values_list("result", flat=True))
    return str(results[0].get("file", "")) if results else ""


def _key(report: Job) -> str:
    return f"{TASK}:{report.pk}"


def work(run: jobs.Run, *, report: str) -> dict[str, Any]:
    """Print the report, and keep the file."""
    run.step(_("Printing"), 10)
    made = Job.objects.get(pk=report)
    moment = made.finished_at or timezone.now()
    content = edition_change.as_pdf(made.result["report"], at=moment)
    return {
        "file": default_storage.save(f"change-reports/{made.pk}.pdf", ContentFile(content)),
        "url": reverse("edition-change-file", args=[made.pk, "pdf"]),
        "label": _("Open the PDF"),
    }


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
