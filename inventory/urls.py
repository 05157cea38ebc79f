"""The addresses of imports; they stand before those of the kinds."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from inventory.imports.api import ImportFileAPI, ImportRowAPI
from inventory.imports.views import begin, files, mapping, outcome


class ReportConverter(StringConverter):
    """The endings of reports."""

    regex = "csv|xlsx|jsonl"


class ReferenceConverter(StringConverter):
    """References of imports."""

    regex = r"IM-[0-9]{1,9}"


register_converter(ReportConverter, "import_report")
register_converter(ReferenceConverter, "import_ref")

_RUN = "imports/<import_ref:ref>/"

urlpatterns = [
    path("api/v1/import-files/", ImportFileAPI.as_view(), name="api-importrun-send"),
    path(f"api/v1/{_RUN}rows/", ImportRowAPI.as_view(), name="api-importrun-rows"),
    path("imports/new/", begin.NewImportView.as_view(), name="importrun-new"),
    path(f"{_RUN}file/", begin.FileView.as_view(), name="importrun-file"),
    path(f"{_RUN}columns/", mapping.ColumnsView.as_view(), name="importrun-columns"),
    path(f"{_RUN}values/", mapping.ValuesView.as_view(), name="importrun-values"),
    path(f"{_RUN}preview/", outcome.PreviewView.as_view(), name="importrun-preview"),
    path(f"{_RUN}report/", outcome.ImportReportView.as_view(), name="importrun-report"),
    path(
        f"{_RUN}report/report.<import_report:file_format>",
        files.ReportFileView.as_view(),
        name="importrun-report-file",
    ),
    path(f"{_RUN}report/original", files.OriginalView.as_view(), name="importrun-original"),
]
