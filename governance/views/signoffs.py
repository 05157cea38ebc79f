"""The pages of sign-offs: the list, what is signed, and the signature itself."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.actions import signoffs
from governance.forms.signing import SignForm, ask_for_proof
from governance.kinds.people import ROLE_WORDS
from governance.kinds.signoffs import kind_name
from governance.models import Pack, Signature, SignOff
from governance.panels import asking_url
from governance.rules import Meaning, SignOffState
from governance.signable import signable
from governance.standings import STANDINGS
from governance.views.signed import SignedRecord, signed_records
from governance.views.since import since_last
from records import permissions
from records.addresses import keep_moment, url_of
from records.errors import Refused, RuleError
from records.history import current_moment
from records.models import Record
from records.templatetags.shapes import (
    Action,
    Column,
    Digest,
    Fact,
    Link,
    PersonChip,
    Row,
    Status,
    Tone,
)
from records.values import linked, sentence
from records.views.base import KindView, respond
from records.views.detail import DetailView
from records.views.list import ListView
from records.views.listing import Listing

OTHERS_AT_MOST = 10
TONES: dict[str, Tone] = {
    Meaning.APPROVED: "ok",
    Meaning.REVIEWED: "ok",
    Meaning.ACCEPTED_RISK: "info",
    Meaning.DISSENTED: "bad",
    Meaning.CHANGES_REQUESTED: "warn",
}

METHODS = {
    "password": gettext_lazy("password"),
    "totp": gettext_lazy("a code of the authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("a recovery code"),
    "sample": gettext_lazy("nobody: it is a sample"),
}


class SignOffListView(ListView):
    """List sign-offs; what waits for the person stands first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, or with its results alone for HTMX."""
        listing = Listing(self.kind, request, self.actor)
        fragment = "records/list.html#results"
        template = "governance/sign_offs.html"
        return respond(request, template, self.context(listing), fragment=fragment)

    def context(self, listing: Listing) -> dict[str, Any]:
        """Add what waits for the person's own signature, while the list is not narrowed."""
        is_whole = current_moment() is None and not set(self.request.GET) - {"sort", "columns"}
        mine = signable(self.actor) if is_whole else []
        return super().context(listing) | {
            "mine_columns": [Column(_("Record")), Column(_("Kind")), Column(_("Asked by")),
                             Column(_("Unit")), Column(_("Asked"))],
            "mine": [_waiting(one) for one in mine],
        }  # fmt: skip


def _waiting(one: SignOff) -> Row:
    by = PersonChip(str(one.owner)) if one.owner else None
    link = Link(one.subject_ref, keep_moment(url_of(one)), one.ref)
    return Row([link, kind_name(one), by, str(one.unit), one.created_at], label=one.ref)


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
        changed = [item for item in covered if item.is_changed]
        waits = record.state == SignOffState.REQUESTED and current_moment() is None
        refusal = refusal_of(record, covered, self.actor) if waits else ""
        if waits and not refusal and not changed and form is None:
            form = self.form(record, covered)
        given = list(record.signatures.all())
        actions = (
            [Action(_("Go to your signature"), "#sign", "signature", "primary")] if form else []
        )
        code = "outdated" if waits else "stale"
        has_moved = changed and record.state in {SignOffState.REQUESTED, SignOffState.COMPLETE}
        return {
            "statuses": [STANDINGS[code]] if has_moved else self.statuses(record),
            "actions": [*actions, *self.actions(record)],
            "more_actions": [],
            "record": record,
            "covered": covered,
            "changed": changed,
            "waits": waits,
            "refusal": refusal if not changed else "",
            "form": form,
            "since": since_last(record, self.actor),
            "given": [self.given(one, record) for one in given],
            "again": self.again(record) if changed or record.state != "requested" else None,
            "rests": self.resting_on(record, changed) if changed and given else [],
            "sign_url": reverse("signoff-sign", args=[record.ref]),
            "prove_url": reverse("signoff-prove", args=[record.ref]),
        }

    def form(self, record: SignOff, covered: Sequence[SignedRecord]) -> SignForm:
        """Return the empty form, with the digests that this page shows."""
        shown = " ".join(item.digest for item in covered)
        initial = {"shown": shown, "meaning": Meaning.APPROVED}
        return SignForm(self.request, record.ref, initial=initial)

    def given(self, one: Signature, record: SignOff) -> dict[str, Any]:
        """Return a signature with the way to its receipt."""
        meaning = sentence(str(one.get_meaning_display()))
        return {
            "who": PersonChip(one.printed_name, role=one.get_role_display()),
            "meaning": Status(meaning, TONES[one.meaning]),
            "at": one.signed_at,
            "method": METHODS.get(one.method, one.method),
            "comment": one.comment,
            "receipt_url": reverse("signoff-receipt", args=[record.ref, one.pk]),
        }

    def again(self, record: SignOff) -> Action | None:
        """Offer to ask for sign-off of the subject's present state, to who may."""
        if current_moment() is not None:
            return None
        subject = subject_of(record)
        url = asking_url(type(subject), subject.ref)
        newer = SignOff.objects.current().about(subject).filter(created_at__gt=record.created_at)
        is_last = not newer.exclude(state=SignOffState.WITHDRAWN).exists()
        if (
            not url
            or subject.is_archived
            or not is_last
            or not permissions.may(self.actor, "change", subject)
        ):
            return None
        return Action(_("Ask for sign-off again"), url, "send", "primary")

    def resting_on(self, record: SignOff, changed: Sequence[SignedRecord]) -> list[Link]:
        """Name what rests on the signed state: packs that carry it, other sign-offs of it."""
        packs = Pack.objects.visible_to(self.actor).filter(
            subject_id=record.subject_id, moment__gte=record.created_at
        )
        found = [Link(f"{pack}", url_of(pack), pack.ref) for pack in packs[:OTHERS_AT_MOST]]
        others = SignOff.objects.visible_to(self.actor).complete().exclude(pk=record.pk)
        named = Q(pk__in=[])
        for item in changed:
            named |= Q(items__contains=[{"digest": item.digest}])
        found += [
            Link(f"{other}", url_of(other), other.ref)
            for other in others.filter(named)[:OTHERS_AT_MOST]
        ]
        return found

    def side_facts(self, record: Any) -> list[Fact]:
        """Say first of what it is, who asked, and what the policy wants."""
        subject = subject_of(record)
        policy = record.policy
        roles = ", ".join(ROLE_WORDS[role] for role in policy.roles)
        signs = _("%(count)s by: %(roles)s") % {"count": policy.quorum, "roles": roles}
        return [
            Fact(kind_name(record), linked(subject, self.actor)),
            Fact(_("Asked by"), linked(record.owner, self.actor)),
            Fact(_("Asked"), record.created_at),
            Fact(_("Signatures needed"), signs),
            Fact(_("Policy"), Link(str(policy), url_of(policy), policy.ref)),
            Fact(_("Unit"), linked(record.unit, self.actor)),
            Fact(_("Reference"), record.ref),
            Fact(_("Digest of this request"), Digest(record.digest, _("Digest of this request"))),
        ]


def subject_of(record: SignOff) -> Record:
    """Return the record that a sign-off is about, as it is now."""
    model: type[Record] = apps.get_model(record.subject_kind)
    found: Record = model._base_manager.select_related("unit").get(pk=record.subject_id)
    return found


def refusal_of(record: SignOff, covered: Sequence[SignedRecord], actor: Any) -> str:
    """Return why the actor may not sign what this page shows; nothing where they may."""
    hidden = [item.ref for item in covered if not item.panels]
    if hidden:
        words = {"refs": ", ".join(hidden)}
        return _("It covers %(refs)s, which you may not see. Nobody signs unseen.") % words
    wrong = [item.ref for item in covered if not item.is_exact]
    if wrong:
        sentence = _("The stored state of %(refs)s is not the one named. Run verify_ledger.")
        return sentence % {"refs": ", ".join(wrong)}
    return signoffs.refusal_to_sign(record, actor)


class SignView(SignOffView):
    """Take a signature."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Lead to the page where one reads before signing."""
        return redirect(self.kind.url("detail", ref))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Sign, or say why not; nothing is signed by halves."""
        record = self.record(ref, "sign")
        self.refuse_in_past()
        if (before := self.mine(record)) is not None:
            messages.info(request, _("You have already signed this; nothing was done twice."))
            return self.lead_to_receipt(record, before)
        refusal = refusal_of(record, signed_records(record, self.actor), self.actor)
        form = SignForm(request, ref, request.POST)
        if not form.is_valid() or refusal or (proof := form.confirmation()) is None:
            if refusal:
                form.add_error(None, refusal)
            return self.refuse(record, form)
        try:
            given = signoffs.sign(
                record,
                actor=self.actor,
                meaning=form.cleaned_data["meaning"],
                confirmation=proof,
                shown=form.digests(),
                comment=form.cleaned_data["comment"],
            )
        except (RuleError, Refused) as error:
            form.add_error(None, error.message)
            return self.refuse(record, form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.refuse(record, form)
        form.use_up()
        return self.lead_to_receipt(record, given)

    def refuse(self, record: SignOff, form: SignForm) -> HttpResponse:
        """Show the form again; who signed meanwhile by a second press is led to the receipt."""
        if (before := self.mine(record)) is not None:
            return self.lead_to_receipt(record, before)
        return self.show(self.record(record.ref), form, status=422)

    def mine(self, record: SignOff) -> Signature | None:
        """Return the signature that the actor has given."""
        return record.signatures.filter(signatory=self.actor.person).first()

    def lead_to_receipt(self, record: SignOff, given: Signature) -> HttpResponse:
        """Lead to the receipt."""
        return redirect(reverse("signoff-receipt", args=[record.ref, given.pk]))


class ProveView(KindView):
    """Lead to the page of the passkey, and back to sign with it."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Remember for which signature the passkey is asked."""
        record = self.record(ref, "sign")
        ask_for_proof(request, ref)
        back = self.kind.url("detail", record.ref)
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?next={back}")
