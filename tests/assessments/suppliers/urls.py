"""The routes of the product with those of the suppliers, which stand in no settings."""

from django.urls import include, path

from assessments.questionnaires.urls import of_assessment
from config import urls as product
from records.api.urls import of_kind as api_of
from records.pages.urls import of_kind
from tests.assessments.suppliers import check, models

handler500 = product.handler500
urlpatterns = [
    *of_assessment(check.KIND),
    *of_kind(check.KIND),
    *of_kind(models.KIND),
    path("api/", include(api_of(check.KIND))),
    *product.urlpatterns,
]
