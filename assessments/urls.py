"""The pages of classifications; they stand before those that the kinds bring by themselves."""

from django.urls import path

from assessments.classification.views.comparing import CompareLawView, WhatIfView
from assessments.classification.views.law import OtherLawView, StartView
from assessments.classification.views.overriding import OverrideView
from assessments.law_changes import api as change_api
from assessments.law_changes.views.change_case import ChangeCaseView
from assessments.law_changes.views.change_files import ChangeFileView
from assessments.law_changes.views.change_report import ChangeReportView
from assessments.law_changes.views.changes import ChangesView
from assessments.obligations import api
from assessments.obligations.views.calendar import CalendarView, FeedView
from assessments.obligations.views.exposure import ExposureView
from assessments.obligations.views.obligation import ObligationView
from assessments.obligations.views.obligation_export import ObligationExport
from assessments.obligations.views.obligation_plans import PlanManyView
from assessments.obligations.views.obligations import ObligationList, ObligationListView
from assessments.obligations.views.obligations_organisation import OrganisationObligationsView
from assessments.obligations.views.readings import ReadingExport, ReadingList, ReadingPage
from assessments.overview.views import OverviewView
from assessments.questionnaires import urls as assessments
from inventory.use_cases.kinds import USE_CASE
from records.pages import of_list

_ONE = "classifications/<ref:ref>/"

urlpatterns = [
    path(
        f"{USE_CASE.slug}/<ref:ref>/classify/",
        StartView.as_view(kind=USE_CASE),
        name="usecase-classify",
    ),
    *assessments.routes(),
    path(f"{_ONE}law/", OtherLawView.as_view(), name="classification-law"),
    path(f"{_ONE}compare/", CompareLawView.as_view(), name="classification-editions"),
    path(f"{_ONE}what-if/", WhatIfView.as_view(), name="classification-what-if"),
    path(f"{_ONE}override/", OverrideView.as_view(), name="classification-override"),
    path("overview/", OverviewView.as_view(), name="overview"),
    *of_list("obligations/", ObligationList, page=ObligationListView, export=ObligationExport),
    path("obligations/plan/", PlanManyView.as_view(), name="obligation-plan"),
    path(
        "obligations/organisation/",
        OrganisationObligationsView.as_view(),
        name="obligation-organisation",
    ),
    path("obligations/calendar/", CalendarView.as_view(), name="obligation-calendar"),
    path("obligations/changes/", ChangesView.as_view(), name="edition-changes"),
    path("obligations/changes/<uuid:key>/", ChangeReportView.as_view(), name="edition-change"),
    path(
        "obligations/changes/<uuid:key>/report.<str:file_format>",
        ChangeFileView.as_view(),
        name="edition-change-file",
    ),
    path(
        "obligations/changes/<uuid:key>/<ref:ref>/",
        ChangeCaseView.as_view(),
        name="edition-change-case",
    ),
    *of_list("obligations/readings/", ReadingList, page=ReadingPage, export=ReadingExport),
    path("obligations/fines/", ExposureView.as_view(), name="obligation-exposure"),
    path(
        "obligations/<ref:ref>/<slug:slug>/<slug:role>/",
        ObligationView.as_view(),
        name="obligation",
    ),
    path("calendar/<str:secret>.ics", FeedView.as_view(), name="obligation-feed"),
    path("api/v1/obligations/", api.ObligationsAPI.as_view(), name="api-obligations"),
    path(
        "api/v1/obligations/organisation/",
        api.OrganisationObligationsAPI.as_view(),
        name="api-organisation-obligations",
    ),
    path(
        "api/v1/use-cases/<ref:ref>/obligations/",
        api.UseCaseObligationsAPI.as_view(),
        name="api-usecase-obligations",
    ),
    path("api/v1/edition-changes/", change_api.ChangesAPI.as_view(), name="api-edition-changes"),
    path(
        "api/v1/edition-changes/<uuid:key>/",
        change_api.ChangeAPI.as_view(),
        name="api-edition-change",
    ),
]
