"""Obligations and reports on changes of the law, for programs."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.obligations import law, organisation, reports, rows
from assessments.obligations.filters import ObligationFilters
from governance import days
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import day_in

PAGE = 100
# No register is longer; a larger number is none that the database could take.
FARTHEST = 10**8
DAY = OpenApiParameter("on", OpenApiTypes.DATE, description="The day by which it is judged.")
EDITION = OpenApiParameter("edition", str, description="Read the stored answers by this edition.")
SKIP = OpenApiParameter("skip", int, description="How many to leave out; a page has 100.")
ANSWER = {200: OpenApiTypes.OBJECT}


class OwedAPI(APIView):
    """A part of the API about what is owed."""

    @property
    def actor(self) -> Actor:
        """Return who asks."""
        found: Actor = self.request._request.actor  # type: ignore[attr-defined] # ActorMiddleware
        return found

    def day(self, request: Request) -> Any:
        """Return the day asked for, else today."""
        text = request.query_params.get("on", "")
        found = day_in(text) if text else days.day_read()
        if found is None:
            raise ValidationError({"on": [_("Write the day as YYYY-MM-DD.")]})
        return found

    def edition(self, request: Request) -> str:
        """Return the edition asked for, if any."""
        name = str(request.query_params.get("edition", ""))
        if name and name not in law.editions():
            known = ", ".join(law.editions())
            raise ValidationError(
                {"edition": [_("Known editions are %(known)s.") % {"known": known}]}
            )
        return name


class UseCaseObligationsAPI(OwedAPI):
    """What the law asks of one use case."""

    @extend_schema(operation_id="usecase_obligations", parameters=[DAY, EDITION], responses=ANSWER)
    def get(self, request: Request, ref: str) -> Response:
        """Return its obligations, and those of the organisation that it brings up."""
        use_case = UseCase.objects.visible_to(self.actor).filter(ref=ref).first()
        if use_case is None:
            raise Http404
        asked = {"actor": self.actor, "on": self.day(request), "edition": self.edition(request)}
        own = reports.within_reach(reports.of_use_case(use_case, **asked), self.actor)
        general = reports.of_use_case(use_case, level="organisation", **asked)
        general = reports.within_reach(general, self.actor)
        return Response({
            "ref": ref,
            "on": asked["on"].isoformat(),
            "edition": asked["edition"] or None,
            "doubts": reports.doubts_of(use_case, **asked),
            "obligations": [item.as_json() for item in own],
            "of_the_organisation": [item.as_json() for item in general],
        })  # fmt: skip


class ObligationsAPI(OwedAPI):
    """What the law asks of all use cases within reach."""

    @extend_schema(operation_id="obligations", parameters=[SKIP], responses=ANSWER)
    def get(self, request: Request) -> Response:
        """Return a page of them; the filters are those of the page."""
        asked = ObligationFilters(
            request.query_params, queryset=rows.joined(self.actor), request=request._request
        )
        if not asked.form.is_valid():
            raise ValidationError(asked.form.errors)
        skip = serializers.IntegerField(min_value=0, max_value=FARTHEST).run_validation(
            request.query_params.get("skip", 0)
        )
        order = ("duty_applies_from", "duty_order", "duty_role", "pk")
        found = rows.read_some(asked.qs.order_by(*order), skip, skip + PAGE)
        told = reports.within_reach(reports.tell(found, on=days.day_read()), self.actor)
        following = skip + PAGE if len(found) == PAGE else None
        return Response({"next_skip": following, "results": [item.as_json() for item in told]})


class OrganisationObligationsAPI(OwedAPI):
    """What the law asks of the organisation as a whole."""

    @extend_schema(operation_id="organisation_obligations", parameters=[DAY], responses=ANSWER)
    def get(self, request: Request) -> Response:
        """Return its obligations, as far as use cases within reach bring them up."""
        found = organisation.tell(actor=self.actor, on=self.day(request))
        found = reports.within_reach(found, self.actor)
        return Response({"obligations": [item.as_json() for item in found]})
