"""API tokens: a random secret whose hash is kept, limited to needs and one unit's subtree."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from governance.models import ApiToken
from governance.people.policy import tokens_in_force
from records.actors import Actor

PREFIX = "cs_"


def new_secret() -> tuple[str, str]:
    """Return a fresh secret, to be shown once, and its hash, to be kept."""
    secret = PREFIX + secrets.token_urlsafe(32)
    return secret, hash_of(secret)


def hash_of(secret: str) -> str:
    """Hash a secret of 256 random bits; a slow password hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of(token: ApiToken) -> Actor:
    """Return the actor a token stands for."""
    within = token.unit.path
    return Actor.token(token.pk, token.person, needs=frozenset(token.needs), within=within)


class TokenAuthentication(BaseAuthentication):
    """Read `Authorization: Bearer cs_...`."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[object, ApiToken] | None:
        """Return the person and the token, or None where no bearer token was sent."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword:
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Send one token: “Authorization: Bearer cs_…”."))
        token = _valid(words[1].decode("latin-1"))
        # The middleware took the session's person; a token says more exactly who acts.
        request._request.actor = actor_of(token)  # type: ignore[attr-defined] # ours
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Say which scheme is expected."""
        return "Bearer"


def _valid(secret: str) -> ApiToken:
    found: ApiToken | None = (
        tokens_in_force()
        .select_related("person", "unit")
        .filter(secret_hash=hash_of(secret))
        .first()
    )
    if found is None:
        raise AuthenticationFailed(_("This token is unknown, ended or withdrawn."))
    _note_use(found)
    return found


def _note_use(token: ApiToken) -> None:
    """Note the last use, at most once in ten minutes: reading must not write each time."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=10):
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])
