"""How often one actor may call the API."""

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:  # the views themselves import the throttles
    from rest_framework.views import APIView


logger = logging.getLogger(__name__)


class ActorThrottle(SimpleRateThrottle):
    """Count per person or token, by the rate in the settings."""

    scope = "actor"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the call; while the cache is down nobody counts, and programs go on working."""
        try:
            return bool(super().allow_request(request, view))
        except (RedisError, OSError) as error:
            logger.warning("Calls are not counted, the cache does not answer: %s", error)
            return True

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """Return the key that counts for the actor, or for the address of the unknown."""
        actor = request._request.actor  # type: ignore[attr-defined] # set by ActorMiddleware
        ident = f"{actor.kind}:{actor.id}" if actor.id else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
