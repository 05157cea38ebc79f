"""Packs, for programs: they are listed, and one is asked for."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from governance.gaps.reading import named
from governance.packs import actions as packs
from records import permissions
from records.api.jobs import JobSerializer, as_json
from records.api.serializers import KnownKeys
from records.api.views import ListAPI
from records.errors import Refused
from records.history.moments import parse_moment


class AskedPackSerializer(KnownKeys, serializers.Serializer[Any]):
    """What a pack is asked for: of which record, and as of which past day or moment."""

    of = serializers.CharField(max_length=16)
    scope = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    as_of = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    def validate_as_of(self, text: str) -> Any:
        """Read the day or moment; nothing means now."""
        moment = parse_moment(text) if text else timezone.now()
        if moment is None:
            raise serializers.ValidationError(_("Give a past day (2026-03-14) or moment."))
        return moment


class PackListAPI(ListAPI):
    """Packs within reach, and asking for one."""

    operations = {"GET": "list", "POST": "make"}

    @extend_schema(request=AskedPackSerializer, responses={202: JobSerializer})
    def post(self, request: Request) -> Response:
        """Ask for a pack; the answer is the job that makes it."""
        if not permissions.may_somewhere(self.actor, "pack"):
            raise Refused(_("Neither your role nor your token includes this for any unit."))
        asked = AskedPackSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        of, scope = (self._named(asked.validated_data[name]) for name in ("of", "scope"))
        if of is None:
            raise Http404
        moment = asked.validated_data["as_of"]
        job = packs.request(of, moment=moment, actor=self.actor, scope=scope)
        return Response(as_json(job), status=status.HTTP_202_ACCEPTED)

    def _named(self, ref: str) -> Any:
        if not ref:
            return None
        found = named(ref, self.actor)
        if found is None:
            raise Http404
        return found
