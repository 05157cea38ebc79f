"""Jobs, for programs: how far work is that the caller asked for."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from records.actors import Actor
from records.models import Job
from records.pages.jobs import job_within_reach


class JobSerializer(serializers.Serializer[object]):
    """How far work is; `result` is what it made, `error` why it made nothing."""

    job = serializers.UUIDField()
    state = serializers.CharField()
    step = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()
    result = serializers.DictField()
    url = serializers.CharField()


def as_json(job: Job) -> object:
    """Return a job as plain JSON values."""
    values = {
        "job": job.pk,
        "state": job.state,
        "step": job.step,
        "percent": job.percent,
        "error": job.error,
        "result": job.result or {},
        "url": f"/api/v1/jobs/{job.pk}/",
    }
    return JobSerializer(values).data


class JobAPI(APIView):
    """How far a job is that the caller asked for."""

    @extend_schema(operation_id="job", responses={200: JobSerializer})
    def get(self, request: Request, key: UUID) -> Response:
        """Return it; 404 where it is somebody else's."""
        actor: Actor = request._request.actor  # type: ignore[attr-defined] # ActorMiddleware
        job = job_within_reach(key, actor)
        if job is None:
            raise Http404
        return Response(as_json(job))
