"""A report on a change of the law as a file."""

from functools import partial
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.law_changes.documents import edition_book, edition_print
from assessments.law_changes.views.change_report import ChangeReportPage
from records.errors import Refused
from records.lists import hand_out, write_json
from records.models import Job


class ChangeFileView(ChangeReportPage):
    """Hand out a report as a workbook, as JSON, or as a printed document."""

    def get(self, request: HttpRequest, key: UUID, file_format: str) -> HttpResponseBase:
        """Answer with the file."""
        job = self.job(key)
        if file_format not in {"xlsx", "json", "pdf"}:
            raise Http404
        self.require_somewhere("export")
        report, name = self.report(job, "export"), slugify(job.title)
        if file_format == "pdf":
            return self.printed(job, report, name)
        return hand_out(name, file_format, partial(_write, report, file_format))

    def printed(self, job: Job, report: dict[str, Any], name: str) -> HttpResponse:
        """Answer with the document, which speaks of all that was within reach when it was made."""
        read = len(self.report(job)["use_cases"])
        if read < len(job.result["report"]["use_cases"]):
            raise Refused(_("Some of its records left your reach. Ask for the report anew."))
        if len(report["use_cases"]) < read:
            sentence = _("You may not take out some of its records. Excel and JSON leave them out.")
            raise Refused(sentence)
        headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
        return HttpResponse(_printed(job), content_type="application/pdf", headers=headers)


def _write(report: dict[str, Any], ending: str, out: IO[bytes]) -> None:
    if ending == "xlsx":
        edition_book.write_xlsx(report, out)
    else:
        about = {name: report[name] for name in report if name != "use_cases"}
        write_json(about, report["use_cases"], out)


def _printed(job: Job) -> bytes:
    name = edition_print.printed(job)
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content
