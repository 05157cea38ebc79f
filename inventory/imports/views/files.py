"""What can be taken from an import: its report, and the file as it was sent."""

import io
from functools import partial
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.text import slugify

from inventory.imports.actions import report, tables
from inventory.imports.kinds import IMPORT_RUN
from inventory.models import ImportRun
from records.actors import Actor
from records.lists import WRITERS, hand_out
from records.pages import KindView


class ReportFileView(KindView):
    """Hand out the report of an import as a table."""

    kind = IMPORT_RUN

    def get(self, request: HttpRequest, ref: str, file_format: str) -> HttpResponseBase:
        """Answer with the file; as JSON lines the bytes that were digested, if all is shown."""
        run: ImportRun = self.record(ref, "export")
        report.require_as_kept(run)
        write = partial(_write, run, self.actor, file_format)
        return hand_out(f"{slugify(run.ref)}-report", file_format, write)


def _write(run: ImportRun, actor: Actor, ending: str, out: IO[bytes]) -> None:
    if ending == "jsonl":
        out.write(report.as_bytes(report.lines(run, actor)))
    else:
        WRITERS[ending](report.sheet(run, actor), out)


class OriginalView(KindView):
    """Hand out the file of an import as it was sent, never to be shown in the browser."""

    kind = IMPORT_RUN

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        run: ImportRun = self.record(ref, "export")
        return FileResponse(
            io.BytesIO(tables.sent(run)),
            as_attachment=True,
            filename=run.file_name,
            content_type="application/octet-stream",
        )
