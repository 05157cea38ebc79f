"""The forms of sign-off: asking for it, and signing with proof of who signs."""

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.forms.people import KeyedForm
from governance.models.choices import MEANINGS
from governance.rules import Meaning
from governance.signing import FRESH, Confirmation

# Which sign-off asked for a passkey, and when: that proof is good for this one signature.
ASKED = "governance_signing"
WORDS = {
    Meaning.APPROVED: _("I approve it."),
    Meaning.REVIEWED: _("I have reviewed it, and nothing speaks against it."),
    Meaning.ACCEPTED_RISK: _("I accept the residual risk that it describes."),
    Meaning.DISSENTED: _("I dissent; my reasons stand on record, and others decide."),
    Meaning.CHANGES_REQUESTED: _("It has to change before it can be signed."),
}


class RequestForm(forms.Form):
    """Ask for a note to those who sign."""

    note = forms.CharField(
        label=_("Note to those who sign"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they should look at, and until when you need it."),
    )


class SignForm(KeyedForm):
    """Ask for all that a signature needs; the secret is checked last, and kept nowhere."""

    meaning = forms.ChoiceField(
        label=_("What your signature means"),
        choices=[(code, WORDS[code]) for code, _word in MEANINGS],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        help_text=_("Needed where you dissent, accept a risk or ask for changes."),
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, ref: str, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.request = request
        self.totp = Authenticator.objects.filter(
            user_id=request.user.pk, type=Authenticator.Type.TOTP
        ).first()
        self.has_passkey = Authenticator.objects.filter(
            user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN
        ).exists()
        self.recent = recent_proof(request, ref)
        if not self.recent:
            self.fields["secret"] = self._secret_field()

    def _secret_field(self) -> forms.CharField:
        if self.totp:
            return forms.CharField(
                label=_("Code of your authenticator app"),
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
                ),
                help_text=_("Every signature asks for a new one."),
            )
        return forms.CharField(
            label=_("Your password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            help_text=_("Every signature asks for it again."),
        )

    def digests(self) -> list[str]:
        """Return the digests that the page showed."""
        return str(self.cleaned_data["shown"]).split()

    def confirmation(self) -> Confirmation | None:
        """Check the secret; None, with the reason at the field, where it is wrong."""
        if self.recent:
            return self.recent
        try:
            method = self._checked()
        except ValidationError as refusal:
            self.add_error("secret", refusal.messages)
            return None
        return Confirmation(method, timezone.now())

    def _checked(self) -> str:
        """Return how the secret proves who signs; guesses count as at sign-in."""
        secret = self.cleaned_data["secret"]
        if self.totp:
            forget = check_rate_limit(self.request.user)
            if not TOTP(self.totp).validate_code(secret.strip()):
                raise ValidationError(
                    _("This code is not right, or it was used before. Nothing was signed.")
                )
            forget()
            return "totp"
        if not get_adapter(self.request).reauthenticate(self.request.user, secret):
            raise ValidationError(_("This is not your password. Nothing was signed."))
        return "password"

    def use_up(self) -> None:
        """Let the proof of this signature prove no other one."""
        self.request.session.pop(ASKED, None)


def ask_for_proof(request: HttpRequest, ref: str) -> None:
    """Remember that the signature of this sign-off asks for proof on another page, from now on."""
    request.session[ASKED] = {"ref": ref, "at": time.time()}


def recent_proof(request: HttpRequest, ref: str) -> Confirmation | None:
    """Return the proof that was given for this sign-off on allauth's page, e.g. by passkey."""
    asked = request.session.get(ASKED)
    if not asked or asked["ref"] != ref:
        return None
    for record in reversed(get_authentication_records(request, request.user)):
        at = float(record.get("at", 0))
        is_fresh = time.time() - at <= FRESH.total_seconds()
        if record.get("reauthenticated") and is_fresh and at >= asked["at"]:
            method = str(record.get("type") or record["method"])
            return Confirmation(method, datetime.fromtimestamp(at, UTC))
    return None
