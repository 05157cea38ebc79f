"""The addresses on which laws and standards are read; they stand before those of the kinds."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from controls.views.editions import EditionView
from controls.views.export import ProvisionExportView
from controls.views.frameworks import FrameworkView
from controls.views.provisions import ProvisionView


class CodeConverter(StringConverter):
    """Codes of frameworks and editions: small letters, so that no reference looks like one."""

    regex = r"[a-z0-9][a-z0-9.-]*"


class SheetConverter(StringConverter):
    """The endings of exported files."""

    regex = "csv|xlsx|json"


register_converter(CodeConverter, "law_code")
register_converter(SheetConverter, "law_sheet")

_EDITION = "frameworks/<law_code:framework>/<law_code:edition>/"

urlpatterns = [
    path("frameworks/<law_code:framework>/", FrameworkView.as_view(), name="law-framework"),
    path(_EDITION, EditionView.as_view(), name="law-edition"),
    path(
        f"{_EDITION}provisions.<law_sheet:file_format>",
        ProvisionExportView.as_view(),
        name="law-export",
    ),
    path(f"{_EDITION}<slug:slug>/", ProvisionView.as_view(), name="law-provision"),
]
