"""How people sign in: by invitation only, with passwords saved outside of any record's act."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Fit allauth to people who are records."""

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
