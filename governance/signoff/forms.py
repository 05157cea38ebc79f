"""The forms of sign-off: asking for it, and signing with proof of who signs."""

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.choices import MEANINGS
from governance.models import SignOff
from governance.people import guesses
from governance.people.forms import KeyedForm
from governance.rules import NEED_WHY, Factor
from governance.signoff import statements
from governance.signoff.signing import FRESH, Confirmation, factor_of

# Which sign-off asked for a passkey, when, and what was filled in by then: that proof is good for
# this one signature.
ASKED = "governance_signing"
KEPT = ("meaning", "comment")


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
    """Ask for all that a signature needs; the secret is checked last, and kept nowhere.

    It asks for the strongest factor the person has: a passkey proves on a page of its own, so this
    form has no secret then.
    """

    meaning = forms.ChoiceField(
        label=_("What you state by signing"),
        choices=MEANINGS,
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

    def __init__(
        self, request: HttpRequest, sign_off: SignOff, data: object = None, **options: object
    ) -> None:
        super().__init__(data, **options)
        self.request, self.sign_off = request, sign_off
        self.fields["meaning"].choices = [  # type: ignore[attr-defined] # a choice field
            (code, self._choice(code)) for code, _word in MEANINGS
        ]
        self.factor = factor_of(request.user)  # type: ignore[arg-type] # pages need sign-in
        self.recent = recent_proof(request, sign_off) if self.by_passkey else None
        if not self.by_passkey:
            self.fields["secret"] = self._secret_field()

    def _choice(self, meaning: str) -> str:
        """Let a choice say all that it states, but for the words that open each statement."""
        said = statements.of(self.sign_off, meaning)
        stated = said.sentence if self.sign_off.reading else said.text
        return f"{statements.CHOICES[meaning]}: {stated}"

    @property
    def by_passkey(self) -> bool:
        """Say whether a passkey signs for this person."""
        return self.factor == Factor.PASSKEY

    def _secret_field(self) -> forms.CharField:
        if self.factor == Factor.APP:
            return forms.CharField(
                label=_("Code of your authenticator app"),
                max_length=20,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
                ),
                help_text=_("Every signature asks for a new one."),
            )
        return forms.CharField(
            label=_("Your password"),
            max_length=4_096,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            help_text=_("Every signature asks for it again."),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the comment at its field, before any secret is spent."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("meaning") in NEED_WHY and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say why: a signature of this meaning needs a comment."))
        return cleaned

    def digests(self) -> list[str]:
        """Return the digests that the page showed."""
        return str(self.cleaned_data["shown"]).split()

    def filled(self) -> dict[str, str]:
        """Return what the person has filled in and may be kept while a passkey is asked for."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in KEPT if name in self.cleaned_data}

    def confirmation(self) -> Confirmation | None:
        """Check the secret; None, with the reason told, where it is wrong or the passkey is due."""
        if self.by_passkey:
            if self.recent is None:
                self.add_error(None, _("Your passkey is asked first. Nothing was signed."))
            return self.recent
        try:
            self._check(self.cleaned_data["secret"])
        except ValidationError as refusal:
            self.add_error("secret", refusal.messages)
            return None
        return Confirmation(self.factor, timezone.now(), self.sign_off.pk)

    def _check(self, secret: str) -> None:
        """Refuse a secret that is not the person's; guesses count as at sign-in."""
        if self.factor == Factor.APP:
            self._check_code(secret.strip())
        elif not get_adapter(self.request).reauthenticate(self.request.user, secret):
            raise ValidationError(_("This is not your password. Nothing was signed."))

    def _check_code(self, code: str) -> None:
        """Refuse a code that the app does not show; recovery codes sign in, and never sign."""
        user = self.request.user
        with guesses.guess(guesses.code_of(user)) as guess:
            app = Authenticator.objects.get(user_id=user.pk, type=Authenticator.Type.TOTP)
            is_right = TOTP(app).validate_code(code) and guesses.is_first_use(user, code)
            guess.judged(is_right=is_right)
        if not is_right:
            raise ValidationError(
                _("This code is not right, or it was used before. Nothing was signed.")
            )

    def use_up(self) -> None:
        """Let the proof of this signature prove no other one."""
        self.request.session.pop(ASKED, None)


def ask_for_proof(request: HttpRequest, sign_off: SignOff, filled: dict[str, str]) -> None:
    """Remember that the signature of this sign-off asks for the passkey, from now on."""
    request.session[ASKED] = {"sign_off": str(sign_off.pk), "at": time.time(), "filled": filled}


def filled_before(request: HttpRequest, sign_off: SignOff) -> dict[str, str]:
    """Return what was filled in before the passkey was asked for."""
    asked = _asked(request, sign_off)
    return asked["filled"] if asked else {}


def recent_proof(request: HttpRequest, sign_off: SignOff) -> Confirmation | None:
    """Return the proof by passkey that was given because this sign-off asked for it.

    Nothing else that allauth noted counts: neither a password nor a code given on its pages, nor
    the sign-in itself.
    """
    asked = _asked(request, sign_off)
    if asked is None:
        return None
    for record in reversed(get_authentication_records(request, request.user)):
        at = float(record.get("at", 0))
        is_fresh = time.time() - at <= FRESH.total_seconds()
        is_passkey = (record["method"], record.get("type")) == ("mfa", Factor.PASSKEY)
        if is_passkey and record.get("reauthenticated") and is_fresh and at >= asked["at"]:
            return Confirmation(Factor.PASSKEY, datetime.fromtimestamp(at, UTC), sign_off.pk)
    return None


def _asked(request: HttpRequest, sign_off: SignOff) -> dict[str, Any] | None:
    asked: dict[str, Any] | None = request.session.get(ASKED)
    return asked if asked and asked["sign_off"] == str(sign_off.pk) else None
