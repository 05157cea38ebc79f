"""The page of a sign-off: what is signed, the signature itself, and its receipt."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions import signoffs
from governance.forms.signing import SignForm
from governance.models import Signature, SignOff
from governance.rules import Meaning, SignOffState
from governance.views.signed import signed_records
from records.errors import Refused, RuleError
from records.history import current_moment
from records.ledger import bundle
from records.models import Checkpoint, Entry
from records.templatetags.shapes import PersonChip, Receipt
from records.views.base import KindView, respond
from records.views.detail import DetailView


class SignOffView(DetailView):
    """Show what exactly is signed, who signed, and the form for who may."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Answer with the page."""
        return self.show(self.record(ref))

    def show(self, record: Any, form: SignForm | None = None, status: int = 200) -> HttpResponse:
        """Answer with the page, a refused form included."""
        context = self.context(record) | self.story(record, form)
        return respond(self.request, "governance/sign_off.html", context, status=status)

    def story(self, record: SignOff, form: SignForm | None) -> dict[str, Any]:
        """Add what belongs to a sign-off alone."""
        covered = signed_records(record, self.actor)
        waits = record.state == SignOffState.REQUESTED and current_moment() is None
        refusal = signoffs.refusal_to_sign(record, self.actor) if waits else ""
        changed = [item for item in covered if item.is_changed]
        may_sign = waits and not refusal and not changed
        if may_sign and form is None:
            shown = " ".join(item.digest for item in covered)
            initial = {"shown": shown, "meaning": Meaning.APPROVED}
            form = SignForm(self.request, initial=initial)
        return {
            "record": record,
            "covered": covered,
            "changed": changed,
            "waits": waits,
            "refusal": refusal,
            "form": form if may_sign or (form and form.is_bound) else None,
            "passkey_url": f"{reverse('mfa_reauthenticate_webauthn')}?next={self.request.path}",
            "sign_url": self.kind.url("sign", record.ref),
            "receipts": [receipt(given, self.kind) for given in record.signatures.all()],
        }


class SignView(SignOffView):
    """Take a signature."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Lead to the page where one reads before signing."""
        return redirect(self.kind.url("detail", ref))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Sign, or say why not; nothing is signed by halves."""
        record = self.record(ref)
        self.refuse_in_past()
        form = SignForm(request, request.POST)
        if not form.is_valid() or (proof := form.confirmation()) is None:
            return self.show(record, form, status=422)
        try:
            signoffs.sign(
                record,
                actor=self.actor,
                meaning=form.cleaned_data["meaning"],
                confirmation=proof,
                shown=form.digests(),
                comment=form.cleaned_data["comment"],
            )
        except (RuleError, Refused) as refusal:
            form.add_error(None, refusal.message)
            return self.show(record, form, status=422)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.show(record, form, status=422)
        messages.success(request, _("Your signature is recorded. This is its receipt."))
        return redirect(f"{self.kind.url('detail', ref)}#receipts")


class ReceiptView(KindView):
    """Hand out one's signature with its ledger entry and proof, as JSON."""

    def get(self, request: HttpRequest, ref: str, key: str) -> HttpResponse:
        """Answer with the file; 503 while the entry has no place in the tree yet."""
        record = self.record(ref)
        given = record.signatures.filter(pk=key).first()
        entry = entry_of(given) if given else None
        if given is None or entry is None:
            raise Http404
        place = getattr(entry, "place", None)
        covering = (
            Checkpoint.objects.filter(size__gt=place.pos).order_by("size").first()
            if place
            else None
        )
        if covering is None:
            return HttpResponse(
                _("The entry waits for its place. Try again in a second."), status=503
            )
        stored = bundle.StoredTree(covering.size)
        stored.load([place.pos])
        copy = {
            "statement": record.statement,
            "signs": given.items,
            "checkpoint": covering.note,
            "entry": {
                "pos": place.pos,
                "body": entry.body,
                "proof": [node.hex() for node in stored.inclusion_proof(place.pos)],
            },
        }
        answer = HttpResponse(json.dumps(copy, indent=1), content_type="application/json")
        answer.headers["Content-Disposition"] = f'attachment; filename="{ref}-receipt.json"'
        return answer


def entry_of(given: Signature) -> Entry | None:
    """Return the ledger entry that recorded a signature."""
    found = Entry.objects.filter(object_id=given.sign_off_id, verb=signoffs.SIGN.code)
    for entry in found.select_related("place"):
        if json.loads(entry.body)["facts"]["signatory"] == str(given.signatory_id):
            return entry
    return None


def receipt(given: Signature, kind: Any) -> dict[str, Any]:
    """Return a signature as receipt; `waits` while the entry has no place yet."""
    entry = entry_of(given)
    place = getattr(entry, "place", None) if entry else None
    covering = (
        Checkpoint.objects.filter(size__gt=place.pos).order_by("size").first() if place else None
    )
    shown = Receipt(
        statement=given.sign_off.statement,
        meaning=given.get_meaning_display(),
        signatory=PersonChip(given.printed_name, role=given.get_role_display()),
        at=given.signed_at,
        position=place.pos if place else 0,
        digest=given.items[0]["digest"],
        checkpoint=bytes(covering.root).hex() if covering else "",
        download_url=reverse("signoff-receipt", args=[given.sign_off.ref, given.pk])
        if place
        else "",
    )
    return {
        "receipt": shown,
        "waits": place is None,
        "comment": given.comment,
        "method": given.method,
    }
