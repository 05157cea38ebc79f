"""The pages of sign-offs: the list, what is signed, and the signature itself."""

from collections.abc import Sequence
from itertools import islice
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

from governance.choices import METHODS
from governance.models import Signature, SignOff, SignOffPolicy
from governance.rules import ASSENT, Meaning, SignOffState
from governance.signoff import actions as signoffs
from governance.signoff import resting, signing, statements
from governance.signoff.forms import SignForm, ask_for_proof, filled_before
from governance.signoff.kinds import kind_name, named_policy, terms_in_words
from governance.signoff.panels import asking_url
from governance.signoff.signatories import waiting_for
from governance.signoff.standings import OF_SIGN_OFF
from governance.signoff.views.signed import SignedRecord, signed_records
from governance.signoff.views.since import since_last
from records import permissions
from records.addresses import keep_moment, page_of, url_of
from records.errors import Refused, RuleError
from records.history.past import current_moment
from records.models import Record
from records.pages import DetailView, KindView, ListView, RecordList, respond
from records.shapes import Action, Digest, Fact, Heading, Link, PersonChip, Row, Status, Text, Tone
from records.values import linked, sentence

OTHERS_AT_MOST = 10
TONES: dict[str, Tone] = {
    Meaning.APPROVED: "ok",
    Meaning.REVIEWED: "ok",
    Meaning.ACCEPTED_RISK: "info",
    Meaning.DISSENTED: "bad",
    Meaning.CHANGES_REQUESTED: "warn",
}


# Over what changed since.
HEADINGS: dict[str, Text] = {
    "outdated": gettext_lazy("It changed before sign-off was complete"),
    "changes_requested": gettext_lazy("Changes were asked for, and it has changed since"),
    "stale": gettext_lazy("Stale: what was signed has changed"),
    "followed": gettext_lazy("Stale: what was signed has changed"),
}


class SignOffListView(ListView):
    """List sign-offs; what waits for the person stands first."""

    template = "governance/sign_offs.html"

    def context(self, shown: RecordList) -> dict[str, object]:
        """Add what waits for the person's own signature, while the list is not narrowed."""
        is_whole = current_moment() is None and not set(self.request.GET) - {"sort", "columns"}
        mine = waiting_for(self.actor) if is_whole else []
        return super().context(shown) | {
            "mine_columns": [Heading(_("Record")), Heading(_("Kind")), Heading(_("Asked by")),
                             Heading(_("Unit")), Heading(_("Asked"))],
            "mine": [_waiting(one) for one in mine],
        }  # fmt: skip


def _waiting(one: SignOff) -> Row:
    by = PersonChip(str(one.owner)) if one.owner else None
    link = Link(one.subject_ref, keep_moment(url_of(one)), one.ref)
    return Row([link, kind_name(one), by, str(one.unit), one.created_at], label=one.ref)


class SignOffView(DetailView):
    """Show what exactly is signed, who signed, and the form for who may."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self.show(self.record(ref))

    def show(self, record: Any, form: SignForm | None = None, status: int = 200) -> HttpResponse:
        """Answer with the page, a refused form included."""
        context = self.context(record) | self.story(record, form)
        return respond(self.request, "governance/sign_off.html", context, status=status)

    def story(self, record: SignOff, form: SignForm | None) -> dict[str, object]:
        """Add what belongs to a sign-off alone."""
        covered = signed_records(record, self.actor)
        changed = [item for item in covered if item.is_changed]
        waits = record.state == SignOffState.REQUESTED and current_moment() is None
        refusal = refusal_of(record, covered, self.actor) if waits else ""
        if waits and not refusal and not changed and form is None:
            form = self.form(record, covered)
        refused = form
        if changed or refusal or not waits:
            form = None
        given = list(record.signatures.all())
        since = since_last(record, self.actor)
        actions = (
            [Action(_("Go to your signature"), "#sign", "signature", "primary")] if form else []
        )
        moved = [item for item, each in zip(record.items, covered, strict=True) if each.is_changed]
        stands = signing.standing_of(record, moved)
        status, told = OF_SIGN_OFF[stands.code]
        return {
            # The state by signatures alone, which lists show first, may be older than the records.
            "statuses": [status, *self.statuses(record)[1:]],
            "heading": HEADINGS.get(stands.code, ""),
            "standing": stands.code,
            "told": told,
            "actions": [*actions, *self.actions(record)],
            "more_actions": [],
            "record": record,
            "covered": covered,
            "changed": changed,
            "waits": waits,
            "refusal": refusal if not changed else "",
            "form": form,
            "refused": refused,
            "opening": record.reading,
            "unapproved": _unapproved(given),
            # Some have assented to this very state already: then no earlier one is new to nobody.
            "since_told": since is not None or not given or bool(_unapproved(given)),
            "since": since,
            "given": [self.given(one, record) for one in given],
            "again": self.again(record) if changed or record.state != "requested" else None,
            "rests": self.resting_on(record, changed) if changed and given else [],
            **self.form_context(record, form),
        }

    def form_context(self, record: SignOff, form: SignForm | None) -> dict[str, object]:
        """Say where the form goes and what its button says: to the passkey first where it signs."""
        if form and form.by_passkey and not form.recent:
            return {
                "form_url": reverse("signoff-prove", args=[record.ref]),
                "form_submit": _("Continue with your passkey"),
                "form_note": _("Your entries are kept. You sign in the next step."),
            }
        note = _("A signature is final. It names the digests above, and a copy of it is yours.")
        return {
            "form_url": reverse("signoff-sign", args=[record.ref]),
            "form_submit": _("Sign"),
            "form_note": note,
        }

    def form(self, record: SignOff, covered: Sequence[SignedRecord]) -> SignForm:
        """Return the empty form, with the digests that this page shows."""
        shown = " ".join(item.digest for item in covered)
        filled = filled_before(self.request, record)
        initial = {"meaning": Meaning.APPROVED, **filled, "shown": shown}
        return SignForm(self.request, record, initial=initial)

    def given(self, one: Signature, record: SignOff) -> dict[str, object]:
        """Return a signature with the way to its receipt."""
        meaning = sentence(str(one.get_meaning_display()))
        return {
            "who": PersonChip(one.printed_name, role=one.get_role_display()),
            "meaning": Status(meaning, TONES[one.meaning]),
            "at": one.signed_at,
            "method": METHODS.get(one.method, one.method),
            "stated": statements.stated(one).text,
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
        carrying = islice(resting.carrying(record, self.actor), OTHERS_AT_MOST)
        found = [Link(f"{each}", url_of(each), each.ref) for each in carrying]
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
        """Say first of what it is, who asked, and on which terms."""
        subject, policy_ref = subject_of(record), record.policy_then.ref
        policy_url = page_of(SignOffPolicy, "detail", policy_ref)
        return [
            Fact(kind_name(record), linked(subject, self.actor)),
            Fact(_("Asked by"), linked(record.owner, self.actor)),
            Fact(_("Asked"), record.created_at),
            Fact(_("Signatures needed"), terms_in_words(record)),
            Fact(_("Policy"), Link(named_policy(record), policy_url, policy_ref)),
            Fact(_("Unit"), linked(record.unit, self.actor)),
            Fact(_("Reference"), record.ref),
            Fact(_("Digest of this request"), Digest(record.digest, _("Digest of this request"))),
        ]


def _unapproved(given: Sequence[Signature]) -> list[dict[str, object]]:
    """Tell the signatures so far where none of them assents; nothing where one does."""
    if any(one.meaning in ASSENT for one in given):
        return []
    return [
        {"who": one.printed_name, "meaning": one.get_meaning_display(), "at": one.signed_at}
        for one in given
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
        form = SignForm(request, record, request.POST)
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
        return redirect(reverse("signoff-receipt", args=[record.ref, given.pk]))


class ProveView(KindView):
    """Lead to the page of the passkey, and back to sign with it."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Lead to the page of the sign-off: a link proves nothing."""
        return redirect(self.kind.url("detail", ref))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Remember for which signature the passkey is asked, and what was filled in."""
        record = self.record(ref, "sign")
        self.refuse_in_past()
        back = self.kind.url("detail", record.ref)
        form = SignForm(request, record, request.POST)
        if not form.by_passkey:
            return redirect(back)
        ask_for_proof(request, record, form.filled())
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?next={back}%23sign")
