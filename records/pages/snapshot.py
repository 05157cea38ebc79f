"""The canonical state of a record, byte for byte what its digest is made of."""

from django.http import HttpRequest, HttpResponse

from records.changing.act import parts_of
from records.changing.commitments import KnownCommitments
from records.changing.snapshot import snapshot
from records.ledger.canonical import canonical
from records.pages.base import KindView


class SnapshotView(KindView):
    """Hand out the canonical JSON of a record."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the bytes that the digest of this version is made of."""
        record = self.record(ref)
        body = canonical(snapshot(record, parts_of([record])[record.pk], KnownCommitments()))
        return HttpResponse(body, content_type="application/json")
