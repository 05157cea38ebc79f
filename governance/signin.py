"""How people sign in: by invitation only, with passwords saved outside of any record's act."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    """Fit allauth to people who are records."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both and try again."
        ),
        "too_many_login_attempts": _("There were too many attempts. Wait some minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are invited by an administrator."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Save the new password alone: it is no part of the person's history."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check a password; name whose it is, so that failures are counted for that person.

        Without the name the guard would count by address alone: one house would lock itself out.
        """
        login = str(credentials.get("email", "")).strip().lower()
        return super().authenticate(request, **{**credentials, "login": login})

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password of who is signed in, by the address the person has today."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class FactorAdapter(DefaultMFAAdapter):
    """Fit the second factor to the words of the product: its keys are passkeys."""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - of allauth
        """Propose a name for a new passkey."""
        count = user.authenticator_set.filter(type=type).count()
        return gettext("My passkey") if not count else gettext("Passkey %s") % (count + 1)
