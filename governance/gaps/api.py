"""Gaps, for programs."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.gaps.reading import named, remembered_gaps
from records import permissions
from records.actors import Actor
from records.api.schema import refuse_unknown
from records.errors import Refused

OF = OpenApiParameter("of", str, description="A record, with all that hangs on it, or a unit.")


class GapsAPI(APIView):
    """What is missing, late or unsigned within reach."""

    @extend_schema(operation_id="gaps", parameters=[OF], responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Return the list, with what was looked at."""
        actor: Actor = request._request.actor  # type: ignore[attr-defined] # ActorMiddleware
        refuse_unknown(request.query_params, {"of"})
        ref = request.query_params.get("of", "")
        subject = named(ref, actor) if ref else None
        if ref and subject is None:
            raise Http404
        found = remembered_gaps(actor, subject)
        if not found.points and not permissions.may_somewhere(actor, "view"):
            # An empty list would read as "nothing is missing".
            raise Refused(_("Neither your role nor your token includes this for any unit."))
        return Response(found.as_json())
