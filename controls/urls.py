"""The addresses on which laws and standards are read; they stand before those of the kinds."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from controls.companions.api import CompanionAPI
from controls.companions.views.companions import (
    AroundView,
    CompanionExport,
    CompanionList,
    ShelfView,
)
from controls.coverage.api import CoverageAPI
from controls.coverage.views.coverage import CoverageExport, CoverageList, CoverageView
from controls.coverage.views.of_all import CoverageOfAllView
from controls.crosswalk.views.crosswalk import CrosswalkView
from controls.crosswalk.views.mapping_files import MappingImportView
from controls.crosswalk.views.matrix_page import MatrixView
from controls.crosswalk.views.pair_export import PairExport
from controls.crosswalk.views.pairs import PairList
from controls.evidence.views import EvidenceFileView
from controls.frameworks.views.editions import EditionView, ProvisionList
from controls.frameworks.views.export import ProvisionExport
from controls.frameworks.views.framework_files import FrameworkFileAPI
from controls.frameworks.views.frameworks import FrameworkView
from controls.frameworks.views.law_tables import FinesView, TimelineView
from controls.frameworks.views.own_frameworks import FrameworkPreviewView, NewFrameworkView
from controls.frameworks.views.provisions import ProvisionView
from records.pages import ExportPage


class CodeConverter(StringConverter):
    """Codes of frameworks and editions: small letters, so that no reference looks like one."""

    regex = r"[a-z0-9][a-z0-9.-]*"


class SheetConverter(StringConverter):
    """The endings of exported files."""

    regex = "csv|xlsx|json"


class MappingFileConverter(StringConverter):
    """The endings of files with mappings."""

    regex = r"csv|xlsx|json|oscal\.json"


register_converter(CodeConverter, "law_code")
register_converter(MappingFileConverter, "law_mappings")
register_converter(SheetConverter, "law_sheet")

_EDITION = "frameworks/<law_code:framework>/<law_code:edition>/"

_MATRIX = (
    "crosswalk/<law_code:framework>/<law_code:edition>/<law_code:other>/<law_code:other_edition>/"
)

urlpatterns = [
    path("api/v1/framework-files/", FrameworkFileAPI.as_view(), name="api-frameworkimport-send"),
    path("framework-imports/new/", NewFrameworkView.as_view(), name="frameworkimport-new"),
    path(
        "framework-imports/<str:ref>/preview/",
        FrameworkPreviewView.as_view(),
        name="frameworkimport-preview",
    ),
    path("crosswalk/", CrosswalkView.as_view(), name="crosswalk"),
    path("crosswalk/import/", MappingImportView.as_view(), name="crosswalk-import"),
    path(_MATRIX, MatrixView.as_view(), name="crosswalk-matrix"),
    path(
        f"{_MATRIX}mappings.<law_mappings:file_format>",
        ExportPage.as_view(made=PairList, export=PairExport),
        name="crosswalk-export",
    ),
    path("law/<law_code:framework>/fines/", FinesView.as_view(), name="law-fines"),
    path("law/<law_code:framework>/timeline/", TimelineView.as_view(), name="law-timeline"),
    path("law/<law_code:framework>/around/", AroundView.as_view(), name="law-around"),
    path(
        "law/<law_code:framework>/around/<slug:shelf>.<law_sheet:file_format>",
        ExportPage.as_view(made=CompanionList, export=CompanionExport),
        name="law-shelf-export",
    ),
    path("law/<law_code:framework>/around/<slug:shelf>/", ShelfView.as_view(), name="law-shelf"),
    path("frameworks/<law_code:framework>/", FrameworkView.as_view(), name="law-framework"),
    path(_EDITION, EditionView.as_view(), name="law-edition"),
    path(
        f"{_EDITION}provisions.<law_sheet:file_format>",
        ExportPage.as_view(made=ProvisionList, export=ProvisionExport),
        name="law-export",
    ),
    path("coverage/", CoverageOfAllView.as_view(), name="coverage"),
    path(f"{_EDITION}coverage/", CoverageView.as_view(), name="law-coverage"),
    path(
        f"{_EDITION}coverage.<law_sheet:file_format>",
        ExportPage.as_view(made=CoverageList, export=CoverageExport),
        name="law-coverage-export",
    ),
    path(f"{_EDITION}<slug:slug>/", ProvisionView.as_view(), name="law-provision"),
    path("evidence/<str:ref>/files/<uuid:key>/", EvidenceFileView.as_view(), name="evidence-file"),
    path("api/v1/law-companions/", CompanionAPI.as_view(), name="api-law-companions"),
    path("api/v1/coverage/", CoverageAPI.as_view(), name="api-coverage"),
]
