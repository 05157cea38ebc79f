"""Handing out files of evidence, never to be shown in the browser."""

import io
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from controls.evidence.actions import FOLDER
from controls.evidence.kinds import EVIDENCE
from controls.models import Evidence, EvidenceRevision
from records import contents
from records.pages import KindView


class EvidenceFileView(KindView):
    """Hand out the file of one revision to who may take records out."""

    kind = EVIDENCE

    def get(self, request: HttpRequest, ref: str, key: UUID) -> HttpResponseBase:
        """Answer with the very bytes that the digest names."""
        record: Evidence = self.record(ref, "export")
        revision = EvidenceRevision.objects.filter(evidence=record, pk=key).first()
        if revision is None or not revision.sha256:
            raise Http404
        answer = FileResponse(
            io.BytesIO(contents.read(revision.sha256, folder=FOLDER)),
            as_attachment=True,
            filename=revision.file_name,
            content_type=revision.media_type,
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
