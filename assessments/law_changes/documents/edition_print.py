"""Printing a report on a change of the law: a job of its own, as it takes seconds."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.law_changes.documents import edition_change
from records import jobs
from records.actors import Actor
from records.models import Job

TASK = "assessments.edition_print"


def ask(report: Job, *, actor: Actor) -> Job:
    """Ask for the print of a finished report; call it in a transaction."""
    title = _("Print: %(title)s") % {"title": report.title}
    arguments = {"report": str(report.pk)}
    return jobs.enqueue(
        TASK, arguments, about=None, actor=actor, effect_key=_key(report), title=title
    )


def printed(report: Job) -> str:
    """Return where the print of a report lies; nothing where it was not printed."""
    done = Job.objects.filter(effect_key=_key(report), state=Job.State.DONE)
    return _file(report) if done.exists() else ""


def _file(report: Job) -> str:
    """Name the one file that the print of a report is, whatever a row says."""
    return f"change-reports/{report.pk}.pdf"


def _key(report: Job) -> str:
    return f"{TASK}:{report.pk}"


def work(run: jobs.Run, *, report: str) -> dict[str, Any]:
    """Print the report, and keep the file."""
    run.step(_("Printing"), 10)
    made = Job.objects.get(pk=report)
    moment = made.finished_at or timezone.now()
    content = edition_change.as_pdf(made.result["report"], at=moment)
    name = _file(made)
    # An attempt that was killed may have left it, or half of it.
    default_storage.delete(name)
    return {
        "file": default_storage.save(name, ContentFile(content)),
        "url": reverse("edition-change-file", args=[made.pk, "pdf"]),
        "label": _("Open the PDF"),
    }


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
