"""The receipt of a signature: its place in the ledger, the proof, and a copy to take away."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.choices import METHODS
from governance.models import Signature, SignOff
from governance.signoff import actions as signoffs
from governance.signoff import signing, statements
from governance.signoff.kinds import named_policy, terms_in_words
from records.addresses import to, with_values
from records.changing.snapshot import KnownCommitments
from records.ledger import book, bundle
from records.ledger.canonical import JSON
from records.models import Checkpoint, Entry, Place
from records.pages import KindView, respond
from records.shapes import PersonChip, Receipt
from records.values import sentence

# The page asks so often, this many times: the sequencer needs a fraction of a second.
TRIES = 5


@dataclass(frozen=True)
class EntryStanding:
    """Where the entry of a signature stands: its place and the first checkpoint that covers it."""

    entry: Entry
    place: Place | None
    checkpoint: Checkpoint | None


def standing_of(given: Signature) -> EntryStanding:
    """Find the ledger entry of a signature; raises Http404 where there is none."""
    found = Entry.objects.filter(object_id=given.sign_off_id, verb=signoffs.SIGN.code)
    for entry in found.select_related("place"):
        if json.loads(entry.body)["facts"]["signatory"] == str(given.signatory_id):
            place = getattr(entry, "place", None)
            covering = book.checkpoint_covering(place.pos) if place else None
            return EntryStanding(entry, place, covering)
    raise Http404


class ReceiptView(KindView):
    """Show the receipt of one signature; it asks again by itself until the entry has its place."""

    def get(self, request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
        """Answer with the page, or with its middle alone for HTMX."""
        record, given = self.signature(ref, key)
        context = self.context(record, given)
        template = "governance/receipt.html"
        return respond(request, template, context, fragment=f"{template}#receipt")

    def signature(self, ref: str, key: UUID) -> tuple[SignOff, Signature]:
        """Return a signature within reach, with its sign-off."""
        record = self.record(ref)
        given = record.signatures.filter(pk=key).first()
        if given is None:
            raise Http404
        return record, given

    def context(self, record: SignOff, given: Signature) -> dict[str, Any]:
        """Gather what the page shows."""
        found = standing_of(given)
        text = self.request.GET.get("try", "0")
        tries = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
        here = to("signoff-receipt", record.ref, given.pk)
        is_placed = found.checkpoint is not None
        return {
            "title": _("Receipt"),
            "eyebrow": f"{record.ref}: {record}",
            "breadcrumbs": self.crumbs(record, _("Receipt")),
            "record": record,
            "given": given,
            "receipt": receipt(given, record, found) if is_placed else None,
            "retry_url": with_values(here, **{"try": tries + 1})
            if not is_placed and tries < TRIES
            else "",
            "here_url": here,
            "record_url": self.kind.url("detail", record.ref),
            "entry": json.dumps(json.loads(found.entry.body), indent=2, ensure_ascii=False),
            "proof": proof_of(given, found)["entries"][0]["proof"] if is_placed else [],
            "note": found.checkpoint.note if found.checkpoint else "",
            "text_url": to("signoff-receipt-text", record.ref, given.pk),
        }


def receipt(given: Signature, record: SignOff, found: EntryStanding) -> Receipt:
    """Return the receipt of a signature whose entry has its place."""
    stated = statements.stated(given)
    return Receipt(
        statement=stated.text,
        then=stated.then,
        meaning=given.get_meaning_display().capitalize(),
        signatory=PersonChip(given.printed_name, role=given.get_role_display()),
        at=given.signed_at,
        position=found.place.pos if found.place else 0,
        digest=given.items[0]["digest"],
        proved=sentence(str(METHODS.get(given.method, given.method))),
        policy=named_policy(record),
        terms=terms_in_words(record),
        checkpoint=bytes(found.checkpoint.root).hex() if found.checkpoint else "",
        download_url=to("signoff-receipt-json", record.ref, given.pk),
    )


def proof_of(given: Signature, found: EntryStanding) -> dict[str, JSON]:
    """Return the entry with its proof, the checkpoint and the key, as a pack carries them."""
    assert found.place is not None  # noqa: S101 - callers know that it is placed
    assert found.checkpoint is not None  # noqa: S101 - as above
    whole = bundle.proof([given.sign_off_id], moment=timezone.now(), checkpoint=found.checkpoint)
    entries = [entry for entry in whole["entries"] if entry["pos"] == found.place.pos]
    return {**whole, "entries": entries}


class CopyView(ReceiptView):
    """Hand out one's copy of a signature as a file that can be checked elsewhere."""

    def get(self, request: HttpRequest, ref: str, key: UUID, ending: str = "json") -> HttpResponse:
        """Answer with the file; 503 while the entry has no place in the tree yet."""
        record, given = self.signature(ref, key)
        found = standing_of(given)
        if found.checkpoint is None:
            told = _("The entry waits for its place in the ledger. Try again in a second.")
            return HttpResponse(told, status=503, content_type="text/plain; charset=utf-8")
        copy = copy_of(record, given, found)
        if ending == "txt":
            words = {
                "copy": copy,
                "meaning": given.get_meaning_display(),
                "proved": METHODS.get(given.method, given.method),
                "policy": named_policy(record),
                "terms": terms_in_words(record),
            }
            told = render_to_string("governance/receipt.txt", words)
            return self.file(told, f"{ref}.txt", "text/plain; charset=utf-8")
        text = json.dumps(copy, indent=1, ensure_ascii=False)
        return self.file(text, f"{ref}.json", "application/json")

    def file(self, text: str, name: str, kind: str) -> HttpResponse:
        """Answer with a download."""
        answer = HttpResponse(text, content_type=kind)
        answer.headers["Content-Disposition"] = f'attachment; filename="countersign-{name}"'
        return answer


def copy_of(record: SignOff, given: Signature, found: EntryStanding) -> dict[str, JSON]:
    """Return all of a signature as plain values: what was signed, and the proof beside it.

    `checkpoint`, `keys` and `entries` have the form of a pack's proof.json; the salt opens the
    commitment to the printed name. The ledger's entry has the digest of `statement`, or of
    `statement_then` in signatures of older versions that were no approval.
    """
    stated = statements.stated(given)
    return {
        **proof_of(given, found),
        "sign_off": record.ref,
        "statement": stated.text,
        **({"statement_then": stated.then} if stated.then else {}),
        "meaning": given.meaning,
        "comment": given.comment,
        "signed_by": given.printed_name,
        "role": given.role,
        "authenticated_by": given.method,
        "policy": {"ref": record.policy_then.ref, "version": record.policy_version}
        | asdict(signing.terms_of(record)),
        "signed_at": given.signed_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "signs": given.items,
        "salts": _salts(given),
    }


def _salts(given: Signature) -> dict[str, dict[str, str]]:
    known = KnownCommitments()
    try:
        known(given, "printed_name", given.printed_name)
    except LookupError:  # the name was erased since
        return {}
    return known.opened
