"""Every route of the product."""

from django.urls import URLPattern, URLResolver, include, path

from records import styleguide
from records.api import urls as api_urls
from records.pages import health, urls

handler500 = "records.pages.errors.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/", include(api_urls.routes())),
    path("ui/", styleguide.page, name="styleguide"),
    path("healthz", health.LiveView.as_view(), name="live"),
    path("readyz", health.ReadyView.as_view(), name="ready"),
    path("metrics", health.MetricsView.as_view(), name="metrics"),
    path("settings/health/", health.HealthView.as_view(), name="health"),
    path("", include("assessments.urls")),
    path("", include("controls.urls")),
    path("", include("governance.urls")),
    path("", include("inventory.urls")),
    *urls.routes(),
]
