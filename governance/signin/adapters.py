"""How people sign in: by invitation only, with passwords saved outside of any record's act."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.httpkit import clean_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.models import Person
from governance.people import guesses
from governance.rules import Factor
from governance.signoff.signing import factor_of


def address_of(request: HttpRequest) -> str:
    """Return the network address a request came from, as the limits of sign-in count it.

    Each of our own proxies adds one entry at the end of `X-Forwarded-For`; what stands further left
    is what the caller claims, and anybody can claim anything. Of IPv6 the first 64 bits count: a
    household or a rented machine has all addresses behind them.
    """
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.PROXIES else []
    entries = [entry.strip() for entry in claimed if entry.strip()]
    found = entries[-settings.PROXIES :][:1] or [request.META.get("REMOTE_ADDR", "")]
    return str(truncate_ip(clean_client_ip(found[0]) or UNKNOWN_ADDRESS))


# What stands for an address that cannot be read: all of those are counted together.
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing is bound to it


def _login_of(credentials: Mapping[str, object]) -> str:
    """Return by what failures of a person are counted; no longer than an e-mail address can be."""
    return str(credentials.get("email", "")).strip().lower()[:254]


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

    def set_password(self, user: Person, password: str) -> None:
        """Save the new password alone: it is no part of the person's history."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check a password; name whose it is, so that failures are counted for that person.

        They are counted for a person and an address: a stranger elsewhere closes nobody's door, and
        one house does not lock itself out.
        """
        login = _login_of(credentials)
        with guesses.guess(f"{login} {address_of(request)}") as guess:
            found = super().authenticate(request, **{**credentials, "login": login})
            if found is not None:  # also of who has the right password and may not sign in
                guess.judged(is_right=True)
        return found

    def get_client_ip(self, request: HttpRequest) -> str:
        """Say from where somebody tries to sign in."""
        return address_of(request)

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Check the password of who is signed in, by the address the person has today."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Ask for the strongest factor the person has; a recovery code serves where it is lost.

        Otherwise whoever knows the password could take the app away, and then sign with it.
        """
        offered = {one["id"]: one for one in super().get_reauthentication_methods(user)}
        if not offered:
            return []
        ways = _WAYS[factor_of(user)]
        return [{**offered[name], "description": words} for name, words in ways if name in offered]


_BY_CODE = "mfa_reauthenticate"
_WAYS: dict[Factor, list[tuple[str, object]]] = {
    Factor.PASSKEY: [
        ("mfa_reauthenticate:webauthn", _("Use your passkey")),
        (_BY_CODE, _("Use a recovery code")),
    ],
    Factor.APP: [(_BY_CODE, _("Use your authenticator app or a recovery code"))],
    Factor.PASSWORD: [("reauthenticate", _("Use your password"))],
}


class WrongPassword(BaseBackend):
    """Note a wrong password before anything else can break: nobody is asked after it was right."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Let the guess count that is under way; never find anybody."""
        guesses.judged(is_right=False)


class FactorAdapter(DefaultMFAAdapter):
    """Fit the second factor to the words of the product: its keys are passkeys."""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - of allauth
        """Propose a name for a new passkey."""
        count = user.authenticator_set.filter(type=type).count()
        return gettext("My passkey") if not count else gettext("Passkey %s") % (count + 1)
