"""How people sign in: by invitation only, with passwords saved outside of any record's act."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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
