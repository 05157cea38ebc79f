"""The form of a signature: meaning, comment, the digests shown, and proof of who signs."""

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models.choices import MEANINGS
from governance.signing import FRESH, Confirmation
from records.ids import new_id


class SignForm(forms.Form):
    """Ask for all that a signature needs; the secret is checked last, and kept nowhere."""

    meaning = forms.ChoiceField(
        label=_("Meaning of your signature"), choices=MEANINGS, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        help_text=_("Needed where you dissent, accept a risk or ask for changes."),
    )
    secret = forms.CharField(label=_("Your password"), widget=forms.PasswordInput, strip=True)
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.request = request
        self.fields["_key"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=f"sign-{new_id()}"
        )
        self.totp = Authenticator.objects.filter(
            user_id=request.user.pk, type=Authenticator.Type.TOTP
        ).first()
        self.recent = recent_proof(request)
        self._ask_for_secret()

    def _ask_for_secret(self) -> None:
        field = self.fields["secret"]
        if self.recent:
            del self.fields["secret"]
        elif self.totp:
            field.label = _("Code from your authenticator app")
            field.widget = forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
            )
        else:
            field.widget.attrs["autocomplete"] = "current-password"
            field.help_text = _("Every signature asks for it again.")

    def digests(self) -> list[str]:
        """Return the digests that the page showed."""
        return str(self.cleaned_data["shown"]).split()

    def confirmation(self) -> Confirmation | None:
        """Check the secret; None, with the reason at the field, where it is wrong."""
        if self.recent:
            return self.recent
        secret = self.cleaned_data["secret"]
        if self.totp:
            if TOTP(self.totp).validate_code(secret):
                return Confirmation("totp", timezone.now())
            self.add_error("secret", _("This code is not right, or it was used before."))
            return None
        email = self.request.user.email  # type: ignore[union-attr] # signed in
        found = authenticate(self.request, login=email, email=email, password=secret)
        if found is not None and found.pk == self.request.user.pk:
            return Confirmation("password", timezone.now())
        self.add_error("secret", _("This is not your password. Nothing was signed."))
        return None


def recent_proof(request: HttpRequest) -> Confirmation | None:
    """Return the proof that allauth recorded just now, e.g. by passkey on its own page."""
    for record in reversed(get_authentication_records(request)):
        at = float(record.get("at", 0))
        if record.get("reauthenticated") and time.time() - at <= FRESH.total_seconds():
            method = str(record.get("type") or record["method"])
            return Confirmation(method, datetime.fromtimestamp(at, UTC))
    return None
