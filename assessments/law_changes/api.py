"""Reports on changes of the law, for programs."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.law_changes.actions import edition_change
from assessments.law_changes.actions.edition_cases import still_reached
from assessments.law_changes.actions.edition_comparison import EditionChange
from assessments.obligations.api import ANSWER, OwedAPI
from governance import days
from records import jobs
from records.api.schema import KEY
from records.api.views import require_key


class ChangeSerializer(serializers.Serializer[Any]):
    """Two editions, and the day by which the new one is read."""

    old = serializers.CharField(max_length=20)
    new = serializers.CharField(max_length=20)
    on = serializers.DateField(required=False)


class ChangesAPI(OwedAPI):
    """Asking what a new edition of the law changes."""

    @extend_schema(
        operation_id="edition_changes_ask",
        parameters=[KEY],
        request=ChangeSerializer,
        responses={202: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        """Ask for a report; it is read at the address that is returned, once it is made."""
        require_key(request, self.actor)
        sent = ChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        chosen = sent.validated_data
        with transaction.atomic():
            on = chosen.get("on") or days.today()
            job = edition_change.ask(
                EditionChange(chosen["old"], chosen["new"], on), actor=self.actor
            )
        url = reverse("api-edition-change", args=[job.pk])
        return Response({"id": str(job.pk), "url": url}, status=status.HTTP_202_ACCEPTED)


class ChangeAPI(OwedAPI):
    """One report on a change of the law."""

    @extend_schema(operation_id="edition_change", responses=ANSWER)
    def get(self, _request: Request, key: UUID) -> Response:
        """Return the report, or how far it is."""
        mine = jobs.asked_by(self.actor).filter(task=edition_change.TASK)
        job = mine.filter(pk=key).first()
        if job is None:
            raise Http404
        about = {"state": job.state, "percent": job.percent, "error": job.error}
        made = (job.result or {}).get("report")
        return Response({**about, "report": made and still_reached(made, self.actor)})
