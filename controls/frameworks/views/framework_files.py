"""A framework of one's own by the API: the file is sent, the record of its import comes back."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from controls.frameworks.actions import own_frameworks
from controls.frameworks.kinds.framework_imports import FRAMEWORK_IMPORT
from controls.frameworks.loading.own import Details
from controls.models import FrameworkImport
from inventory.imports.api import FileAPI, FileSerializer
from records.api.parsing import BoundedJSONField
from records.incoming import LARGEST_FILE


class FrameworkFileSerializer(FileSerializer):
    """What is sent: the file, the unit that answers for it, and what the file leaves open."""

    largest = LARGEST_FILE

    details = BoundedJSONField(required=False, default=dict)

    def validate_details(self, value: object) -> object:
        """Refuse keys that are not known."""
        known = set(Details.__dataclass_fields__)
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise serializers.ValidationError(_("This must be one object of texts."))
        if unknown := sorted(set(value) - known):
            sentence = _("“%(key)s” is unknown; known are %(names)s.")
            words = {"key": unknown[0], "names": ", ".join(sorted(known))}
            raise serializers.ValidationError(sentence % words)
        return value


class FrameworkFileAPI(FileAPI):
    """Send a framework of one's own; it is published by its action “publish”."""

    kind = FRAMEWORK_IMPORT
    sent = FrameworkFileSerializer

    def receive(self, file: Any, given: dict[str, Any]) -> FrameworkImport:
        """Keep the file and say what it would publish, or what is wrong with it."""
        return own_frameworks.receive(file.read(), name=file.name, actor=self.actor, **given)
