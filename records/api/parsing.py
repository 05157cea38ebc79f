"""How the API reads what is sent: JSON, bounded before it is parsed."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from records.api.bounded_json import LARGEST, JsonError, read_json


class TooLarge(APIException):
    """A body was larger than the address takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too-large"


class BoundedJSONParser(BaseParser):
    """Read a body of JSON; a view that takes files raises the limit by its `largest_body`."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value, or refuse in a sentence what is too much or no JSON."""
        view = (parser_context or {}).get("view")
        largest = getattr(view, "largest_body", LARGEST)
        data = stream.read(largest + 1)
        if len(data) > largest:
            sentence = _("The body is larger than %(most)s MiB. Send less.")
            raise TooLarge(sentence % {"most": largest // (1024 * 1024)})
        try:
            return read_json(data, largest=largest)
        except JsonError as error:
            raise ParseError(str(error)) from error


class BoundedJSONField(serializers.JSONField):
    """Take JSON within a form, bounded as a body is."""

    def to_internal_value(self, data: Any) -> Any:
        """Read a text; what was parsed with the body stays as it is."""
        if not isinstance(data, str):
            return data
        try:
            return read_json(data.encode(errors="surrogatepass"))
        except JsonError as error:
            raise serializers.ValidationError(str(error)) from error
