"""What can be taken from an import: its report, and the file as it was sent."""

import io

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.text import slugify

from inventory.actions.imports import report, tables
from inventory.import_kinds import IMPORT_RUN
from inventory.models import ImportRun
from records import exports
from records.views.base import KindView


class ReportFileView(KindView):
    """Hand out the report of an import as a table."""

    kind = IMPORT_RUN

    def get(self, request: HttpRequest, ref: str, file_format: str) -> HttpResponseBase:
        """Answer with the file; as JSON lines it is the very bytes that were digested."""
        run: ImportRun = self.record(ref, "export")
        out = exports.new_file()
        if file_format == "jsonl":
            out.write(report.as_bytes(report.lines(run)))
            kind = "application/jsonl"
        else:
            writer = exports.write_csv if file_format == "csv" else exports.write_xlsx
            writer(report.sheet(run), out)
            kind = exports.TYPES[file_format]
        out.seek(0)
        name = f"{slugify(run.ref)}-report.{file_format}"
        return FileResponse(out, as_attachment=True, filename=name, content_type=kind)


class OriginalView(KindView):
    """Hand out the file of an import as it was sent, never to be shown in the browser."""

    kind = IMPORT_RUN

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        """Answer with the file."""
        run: ImportRun = self.record(ref, "export")
        return FileResponse(
            io.BytesIO(tables.sent(run)),
            as_attachment=True,
            filename=run.file_name,
            content_type="application/octet-stream",
        )
