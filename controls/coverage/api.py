"""Coverage for programs: a figure that is no record, so it stands beside the kinds."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from controls.coverage.report import place_named, report
from controls.frameworks.editions import edition_named
from governance import days
from records import permissions
from records.errors import Refused


class LayerFigureSerializer(serializers.Serializer[object]):
    """How many provisions reach a layer."""

    direct = serializers.IntegerField()
    derived_only = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer[object]):
    """The three layers, never one figure."""

    provisions = serializers.IntegerField()
    recorded = LayerFigureSerializer()
    current = LayerFigureSerializer()
    verified = LayerFigureSerializer()


class PathSerializer(serializers.Serializer[object]):
    """One way on which a provision is covered; a record out of reach has no reference."""

    layer = serializers.CharField()
    relation = serializers.CharField()
    derived = serializers.BooleanField()
    strength = serializers.IntegerField(allow_null=True)
    evidence_until = serializers.DateField(allow_null=True)
    path = serializers.ListField(child=serializers.DictField())


class ProvisionCoverSerializer(serializers.Serializer[object]):
    """How far one provision is covered."""

    provision = serializers.CharField()
    title = serializers.CharField()
    counts = serializers.BooleanField()
    layers = serializers.DictField()
    paths = PathSerializer(many=True)


class CoverageSerializer(serializers.Serializer[object]):
    """Coverage of an edition at a place."""

    framework = serializers.CharField()
    edition = serializers.CharField()
    scope = serializers.CharField()
    on = serializers.DateField()
    figures = FiguresSerializer()
    provisions = ProvisionCoverSerializer(many=True)


class CoverageAPI(APIView):
    """How far a framework is covered at a unit or a use case."""

    @extend_schema(
        operation_id="coverage",
        parameters=[
            OpenApiParameter(
                "framework", str, required=True, description="A framework, or framework/edition."
            ),
            OpenApiParameter(
                "scope", str, description="Reference of a unit or use case; else the organisation."
            ),
            OpenApiParameter("as_of", str, description="A past day or moment."),
        ],
        responses=CoverageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Return three layers for each provision, with every path."""
        actor = request._request.actor  # type: ignore[attr-defined] # ActorMiddleware
        if not permissions.may_somewhere(actor, "view"):
            raise Refused("Neither your role nor your token includes reading.")
        edition = edition_named(request.query_params.get("framework", ""), days.day_read())
        place = place_named(request.query_params.get("scope", ""), actor)
        return Response(report(edition, place).as_json(actor))
