"""The routes of the API; kinds must be registered by then."""

from typing import Any

from django.shortcuts import render
from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from records.api.jobs import JobAPI
from records.api.views import (
    ActionAPI,
    DetailAPI,
    HistoryAPI,
    ListAPI,
    WritableDetailAPI,
    WritableListAPI,
)
from records.kinds import RecordKind, every


def of_kind(kind: RecordKind) -> list[URLPattern]:
    """Return the API routes of one kind."""
    base, name = f"v1/{kind.slug}/", f"api-{kind.model._meta.model_name}"
    one = f"{base}<str:ref>/"
    actions = [
        path(f"{one}{item.name}/", ActionAPI.as_view(kind=kind, act=item),
             name=f"{name}-{item.name}")
        for item in kind.all_actions
        if item.is_open_to_programs
    ]  # fmt: skip
    replaced = {**kind.views, **kind.extras.views}
    many: Any = replaced.get("api-list", WritableListAPI if kind.writes.create else ListAPI)
    single = WritableDetailAPI if kind.writes.change else DetailAPI
    return [
        path(base, many.as_view(kind=kind), name=f"{name}-list"),
        path(one, single.as_view(kind=kind), name=f"{name}-detail"),
        path(f"{one}history/", HistoryAPI.as_view(kind=kind), name=f"{name}-history"),
        *actions,
    ]


def routes() -> list[URLPattern]:
    """Return every route below /api/; the description of the API is public."""
    schema = SpectacularAPIView.as_view(permission_classes=[AllowAny])
    return [
        path("schema/", schema, name="api-schema"),
        path("docs/", lambda request: render(request, "records/api_docs.html"), name="api-docs"),
        path("v1/jobs/<uuid:key>/", JobAPI.as_view(), name="api-job"),
        *(route for kind in every() for route in of_kind(kind)),
    ]
