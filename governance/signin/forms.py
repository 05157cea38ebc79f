"""Forms of allauth that are ours: asking for a new password, and proving by a code who one is."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from governance.people import guesses
from governance.people.actions.letters import ask_for_letter
from governance.rules import Factor
from governance.signoff.signing import factor_of


class _GuessedCode:
    """Count what is wrong; what was cut off before it was judged is none."""

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        with guesses.guess(guesses.code_of(self.user)) as guess:
            try:
                code: str = super().clean_code()  # type: ignore[misc]  # of allauth's form
                is_of_app = self.authenticator.type == Authenticator.Type.TOTP
                if is_of_app and not guesses.is_first_use(self.user, code):
                    raise get_adapter().validation_error("incorrect_code")
            except ValidationError:
                guess.judged(is_right=False)
                raise
            guess.judged(is_right=True)
        return code


class AuthenticateForm(_GuessedCode, forms.AuthenticateForm):
    """Take the second factor at sign-in: a code of the app, or a recovery code."""


class ReauthenticateForm(_GuessedCode, forms.ReauthenticateForm):
    """Take a code of the app, or a recovery code; with a passkey set up, the latter alone."""

    @property
    def only_recovers(self) -> bool:
        """Say whether a recovery code alone will do."""
        return factor_of(self.user) == Factor.PASSKEY

    def clean_code(self) -> str:
        """Refuse a code of the app where the person has something stronger."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and self.only_recovers:
            raise get_adapter().validation_error("incorrect_code")
        return code


class ResetPasswordForm(account.ResetPasswordForm):
    """Ask for the letter with which one sets a new password."""

    def save(self, request: HttpRequest, **_options: Any) -> str:
        """Leave the letter to a job: the answer takes as long where nobody has the address."""
        ask_for_letter(next(iter(self.users), None))
        email: str = self.cleaned_data["email"]
        return email
