"""Every route of the product."""

from django.urls import URLPattern, URLResolver, include, path

from records import styleguide, urls
from records.api import urls as api_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/", include(api_urls.routes())),
    path("ui/", styleguide.page, name="styleguide"),
    path("", include("assessments.urls")),
    path("", include("controls.urls")),
    path("", include("governance.urls")),
    path("", include("inventory.urls")),
    *urls.routes(),
]
