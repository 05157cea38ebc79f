"""Handing out evidence packs."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from records.views.base import KindView


class PackFileView(KindView):
    """Hand out the sealed file of a pack to who may see the pack."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        """Answer with the PDF as a download."""
        pack = self.record(ref)
        if not default_storage.exists(pack.file):
            raise Http404
        name = f"{pack.subject_ref}-{pack.ref}.pdf"
        answer = FileResponse(
            default_storage.open(pack.file), as_attachment=True, filename=name,
            content_type="application/pdf",
        )  # fmt: skip
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
