"""Obligations and reports on changes of the law, for programs."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.actions import edition_change
from assessments.actions.edition_change import Change
from assessments.owed import law, organisation, reports, rows
from assessments.owed.filters import ObligationFilters, today
from inventory.models import UseCase
from records.actors import Actor
from records.api.views import KEY_AT_MOST, KeyMissing
from records.models import Job
from records.repeats import refuse_repeat

PAGE = 100
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
        try:
            found = parse_date(text) if text else today()
        except ValueError:
            found = None
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
        own = reports.of_use_case(use_case, **asked)
        general = reports.of_use_case(use_case, level="organisation", **asked)
        return Response({
            "ref": ref,
            "on": asked["on"].isoformat(),
            "edition": asked["edition"] or None,
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
        skip = serializers.IntegerField(min_value=0).run_validation(
            request.query_params.get("skip", 0)
        )
        order = ("duty_applies_from", "duty_order", "duty_role", "pk")
        found = rows.read_some(asked.qs.order_by(*order), skip, skip + PAGE)
        told = reports.tell(found, on=today())
        following = skip + PAGE if len(found) == PAGE else None
        return Response({"next_skip": following, "results": [item.as_json() for item in told]})


class OrganisationObligationsAPI(OwedAPI):
    """What the law asks of the organisation as a whole."""

    @extend_schema(operation_id="organisation_obligations", parameters=[DAY], responses=ANSWER)
    def get(self, request: Request) -> Response:
        """Return its obligations, as far as use cases within reach bring them up."""
        found = organisation.tell(actor=self.actor, on=self.day(request))
        return Response({"obligations": [item.as_json() for item in found]})


class ChangeSerializer(serializers.Serializer[Any]):
    """Two editions, and the day by which the new one is read."""

    old = serializers.CharField(max_length=20)
    new = serializers.CharField(max_length=20)
    on = serializers.DateField(required=False)


class ChangesAPI(OwedAPI):
    """Asking what a new edition of the law changes."""

    @extend_schema(
        operation_id="edition_changes_ask",
        request=ChangeSerializer,
        responses={202: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        """Ask for a report; it is read at the address that is returned, once it is made."""
        if not 0 < len(request.headers.get("Idempotency-Key", "")) <= KEY_AT_MOST:
            raise KeyMissing
        refuse_repeat(self.actor)
        sent = ChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        chosen = sent.validated_data
        with transaction.atomic():
            on = chosen.get("on") or timezone.localdate()
            job = edition_change.ask(Change(chosen["old"], chosen["new"], on), actor=self.actor)
        url = reverse("api-edition-change", args=[job.pk])
        return Response({"id": str(job.pk), "url": url}, status=status.HTTP_202_ACCEPTED)


class ChangeAPI(OwedAPI):
    """One report on a change of the law."""

    @extend_schema(operation_id="edition_change", responses=ANSWER)
    def get(self, _request: Request, key: UUID) -> Response:
        """Return the report, or how far it is."""
        person = self.actor.person
        mine = Job.objects.filter(task=edition_change.TASK, actor_id=str(person and person.pk))
        job = mine.filter(pk=key).first()
        if job is None:
            raise Http404
        about = {"state": job.state, "percent": job.percent, "error": job.error}
        return Response({**about, "report": (job.result or {}).get("report")})
