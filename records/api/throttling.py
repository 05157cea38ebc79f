"""How often one actor may call the API."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:  # the views themselves import the throttles
    from rest_framework.views import APIView


class ActorThrottle(SimpleRateThrottle):
    """Count per person or token, by the rate in the settings."""

    scope = "actor"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """Return the key that counts for the actor, or for the address of the unknown."""
        actor = request._request.actor  # type: ignore[attr-defined] # set by ActorMiddleware
        ident = f"{actor.kind}:{actor.id}" if actor.id else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
