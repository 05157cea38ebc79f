"""What whoever checks a pack has to know of this installation, told to anybody who asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from governance.packs.trust import Trust, seal_certificate, trust, verifier
from records.ledger import anchors, book, note
from records.models import Anchor, Checkpoint

CHANNELS = {
    "file": gettext_lazy("in a file outside of the database"),
    "pack": gettext_lazy("in an evidence pack"),
}


@dataclass(frozen=True)
class Fingerprint:
    """One key as the page tells it: in groups of four, as it is read out by telephone."""

    name: str
    does: str
    value: str
    file: str
    awaited: str

    @property
    def groups(self) -> list[str]:
        """Part it as it is read out."""
        return [self.value[start : start + 4] for start in range(0, len(self.value), 4)]


@method_decorator(login_not_required, name="dispatch")
class TrustView(View):
    """Tell the fingerprints, the verifier, the newest checkpoint, and how to check a pack."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        found, checkpoint = trust(), book.latest()
        context = {
            "title": _("Check a pack"),
            "fingerprints": _fingerprints(found),
            "verifier": found.verifier,
            "command": command(found),
            "checkpoint": checkpoint,
            "anchors": list(_anchors()),
        }
        return render(request, "governance/trust.html", context)


def command(found: Trust) -> str:
    """Return how a pack is checked against both keys; nothing before there are two."""
    if not (found.ledger and found.seal):
        return ""
    return f"python3 verify.py PACK.pdf --key {found.ledger} --key {found.seal}"


def _fingerprints(found: Trust) -> list[Fingerprint]:
    return [
        Fingerprint(
            name=_("Key of the ledger"),
            does=_("signs the record of every act"),
            value=found.ledger,
            file="ledger.vkey",
            awaited=_("Not made yet: the first act that is recorded makes it."),
        ),
        Fingerprint(
            name=_("Key of the seal"),
            does=_("seals every pack"),
            value=found.seal,
            file="seal.crt",
            awaited=_("Not made yet: the first pack makes it. Make one before you tell others."),
        ),
    ]


def _anchors() -> Iterator[tuple[Any, Anchor]]:
    for channel, where in CHANNELS.items():
        kept: Anchor | None = anchors.newest(channel)
        if kept is not None:
            yield where, kept


@method_decorator(login_not_required, name="dispatch")
class TrustFileView(View):
    """Hand out one of the files by which a pack is checked."""

    def get(self, _request: HttpRequest, name: str) -> HttpResponse:
        """Answer with the file; 404 where it is not made yet."""
        data = FILES[name]()
        if data is None:
            raise Http404
        answer = HttpResponse(data, content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def _certificate() -> bytes | None:
    certificate = seal_certificate()
    return certificate.public_bytes(Encoding.PEM) if certificate else None


def _ledger_key() -> bytes | None:
    public = book.public_key()
    return f"{note.vkey(settings.LEDGER_ORIGIN, public)}\n".encode() if public else None


def _checkpoint() -> bytes | None:
    newest: Checkpoint | None = book.latest()
    return newest.note.encode() if newest else None


FILES = {
    "verify.py": verifier,
    "seal.crt": _certificate,
    "ledger.vkey": _ledger_key,
    "checkpoint.txt": _checkpoint,
}
