"""A framework of one's own by the API: the file is sent, the record of its import comes back."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from controls.actions import own_frameworks
from controls.kinds.framework_imports import FRAMEWORK_IMPORT
from controls.loading.own import Details
from governance.models import Unit
from records import permissions
from records.api.serializers import RefField
from records.api.views import KindAPI
from records.errors import Refused


class FrameworkFileSerializer(serializers.Serializer[Any]):
    """What is sent: the file, the unit that answers for it, and what the file leaves open."""

    file = serializers.FileField()
    unit = RefField(needs="import", queryset=Unit._base_manager.all())
    details = serializers.JSONField(required=False, default=dict)

    def validate_details(self, value: Any) -> Any:
        """Refuse keys that are not known."""
        known = set(Details.__dataclass_fields__)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise serializers.ValidationError(_("This must be one object of texts."))
        if unknown := sorted(set(value) - known):
            sentence = _("“%(key)s” is unknown; known are %(names)s.")
            words = {"key": unknown[0], "names": ", ".join(sorted(known))}
            raise serializers.ValidationError(sentence % words)
        return value


class FrameworkFileAPI(KindAPI):
    """Send a framework of one's own; it is published by its action “publish”."""

    operations = {"POST": "send"}
    kind = FRAMEWORK_IMPORT
    parser_classes = [MultiPartParser]
    filter_backends = []
    pagination_class = None

    def post(self, request: Request) -> Response:
        """Keep the file and say what it would publish, or what is wrong with it."""
        if not permissions.may_somewhere(self.actor, "import"):
            raise Refused(_("Neither your role nor your token includes this for any unit."))
        sent = FrameworkFileSerializer(data=request.data, context={"request": request})
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        received = own_frameworks.receive(
            given["file"].read(),
            name=given["file"].name,
            unit=given["unit"],
            details=given["details"],
            actor=self.actor,
        )
        return self.shown(self.record(received.ref), status.HTTP_201_CREATED)
