"""Asking what a new edition of the law changes, and finding the reports that were made."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assessments.law_changes.actions import edition_change
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.law_changes.forms import ChangeForm
from assessments.obligations.views.obligation_frame import frame
from records import jobs
from records.addresses import to
from records.errors import RuleError
from records.models import Job
from records.pages import RecordsView, respond, status_of
from records.shapes import Heading, Link, Row

LISTED = 20


class ChangesView(RecordsView):
    """Ask for a report, and find those that were made."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form and the reports of the actor."""
        return self.show(ChangeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for a report, and lead to its progress."""
        self.refuse_in_past()
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        chosen = form.cleaned_data
        try:
            with transaction.atomic():
                change = EditionChange(chosen["old"], chosen["new"], chosen["on"])
                job = edition_change.ask(change, actor=self.actor)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return self.show(form, status=422)
        return redirect("job-detail", job.pk)

    def show(self, form: ChangeForm, status: int = 200) -> HttpResponse:
        """Answer with the page."""
        mine = jobs.asked_by(self.actor).filter(task=edition_change.TASK)
        rows = [
            Row([Link(job.title, _url_of(job)), status_of(job), job.created_at])
            for job in mine.defer("result").order_by("-id")[:LISTED]
        ]
        context = frame("changes") | {
            "form": form,
            "columns": [Heading(_("Report")), Heading(_("State")), Heading(_("Asked for"))],
            "rows": rows,
        }
        return respond(self.request, "assessments/changes.html", context, status=status)


def _url_of(job: Job) -> str:
    name = "edition-change" if job.state == Job.State.DONE else "job-detail"
    return to(name, job.pk)
