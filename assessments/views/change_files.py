"""A report on a change of the law as a file."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.documents import edition_book, edition_print
from assessments.views.change_report import ReportView
from records import exports, permissions
from records.errors import Refused
from records.models import Job


class ChangeFileView(ReportView):
    """Hand out a report as a workbook, as JSON, or as a printed document."""

    def get(self, request: HttpRequest, key: UUID, file_format: str) -> HttpResponse:
        """Answer with the file."""
        job = self.job(key)
        types = {**exports.TYPES, "pdf": "application/pdf"}
        if file_format not in types or file_format == "csv":
            raise Http404
        if not permissions.may_somewhere(self.actor, "export"):
            raise Refused(_("Your role does not include this for any unit."))
        report, out = job.result["report"], exports.new_file()
        if file_format == "xlsx":
            edition_book.write_xlsx(report, out)
        elif file_format == "json":
            about = {name: report[name] for name in report if name != "use_cases"}
            exports.write_json(about, report["use_cases"], out)
        else:
            out.write(_printed(job))
        out.seek(0)
        name = f"{slugify(job.title)}.{file_format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(out.read(), content_type=types[file_format], headers=headers)


def _printed(job: Job) -> bytes:
    name = edition_print.printed(job)
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content
