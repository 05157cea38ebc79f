"""How the API of a kind describes itself in OpenAPI."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError as InvalidInput
from rest_framework.filters import BaseFilterBackend
from rest_framework.settings import api_settings

from records.api.serializers import record_serializer
from records.ledger.canonical import JSON
from records.pages.listing import filter_set_of

# What may stand in the address of a list beside filters.
PAGING = frozenset({"cursor", "page_size", "as_of", "format"})


def refuse_unknown(asked: Collection[str], known: Collection[str]) -> None:
    """Refuse what is no filter: passed over, it would look as if it had narrowed the list."""
    if unknown := sorted(set(asked) - PAGING - set(known)):
        raise InvalidInput({name: [str(_("There is no such filter."))] for name in unknown})


class KindFilter(BaseFilterBackend):
    """Narrow a list by the filters of its page; an unknown one is an error, not ignored."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        """Keep what the address asks for."""
        filters = filter_set_of(view.kind)
        refuse_unknown(request.query_params, filters.base_filters)
        if not set(request.query_params) - PAGING:
            return filters.unasked(queryset)
        made = filters(request.query_params, queryset=queryset, request=request)
        if not made.is_valid():
            raise InvalidInput(made.errors)
        return made.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, JSON]]:
        """Describe the filters."""
        return [
            _parameter(name, item) for name, item in filter_set_of(view.kind).base_filters.items()
        ]


def _parameter(name: str, item: Any) -> dict[str, JSON]:
    choices = item.extra.get("choices")
    if callable(choices):  # what may be chosen depends on the data
        choices = None
    schema: dict[str, JSON] = {"type": "string"}
    if choices:
        schema["enum"] = [code for code, _label in choices]
    if issubclass(item.field_class, forms.DateField):
        schema["format"] = "date"
    if issubclass(item.field_class, forms.MultipleChoiceField):
        schema = {"type": "array", "items": schema}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": str(item.label or ""),
        "schema": schema,
    }


AS_OF = OpenApiParameter(
    "as_of", OpenApiTypes.STR, description="A day or a moment: read everything as it stood then."
)
PAGE = OpenApiParameter("page", OpenApiTypes.INT, description="A page of a hundred, from 1.")
KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "Up to 150 characters. The same request under the same key is carried out once and "
        "answered with what it touched; the key of another request is refused (422)."
    ),
)
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The version that was read."
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # of the library
    """Describe how programs say who they are: the first way that the settings name."""

    target_class = api_settings.DEFAULT_AUTHENTICATION_CLASSES[0]
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class KindSchema(AutoSchema):
    """Name operations after the kind, and declare what every request may or must carry."""

    view: Any

    def get_tags(self) -> list[str]:
        """Group by kind."""
        return [self.view.kind.slug]

    def get_operation_id(self) -> str:
        """Name the operation: use_cases_list, use_cases_retire."""
        slug = self.view.kind.slug.replace("-", "_")
        if act := getattr(self.view, "act", None):
            return f"{slug}_{act.name.replace('-', '_')}"
        return f"{slug}_{self.view.operations[self.method]}"

    def get_response_serializers(self) -> Any:
        """Say that an action answers with the record."""
        if getattr(self.view, "act", None):
            return {200: record_serializer(self.view.kind)}
        return super().get_response_serializers()

    def get_override_parameters(self) -> list[Any]:
        """Declare the moment on reads, the key and the version on writes."""
        if self.method == "GET":
            is_history = self.view.operations["GET"] == "history"
            return [AS_OF, PAGE] if is_history else [AS_OF]
        return [KEY, IF_MATCH] if self.method == "PATCH" else [KEY]

    def _is_list_view(self, serializer: Any = None) -> bool:
        return bool(self.view.operations.get(self.method) == "list")
