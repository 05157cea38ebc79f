"""The pages of classifications; they stand before those that the kinds bring by themselves."""

from django.urls import path

from assessments.views.comparing import CompareLawView, WhatIfView
from assessments.views.law import LawView, StartView
from assessments.views.legal_view import LegalViewView
from assessments.views.questions import AnswersView, QuestionsView
from assessments.views.section import SectionView
from inventory.kinds import USE_CASE

_ONE = "classifications/<ref:ref>/"

urlpatterns = [
    path(
        f"{USE_CASE.slug}/<ref:ref>/classify/",
        StartView.as_view(kind=USE_CASE),
        name="usecase-classify",
    ),
    path(f"{_ONE}questions/", QuestionsView.as_view(), name="classification-questions"),
    path(
        f"{_ONE}questions/<slug:section>/",
        SectionView.as_view(),
        name="classification-section",
    ),
    path(
        f"{_ONE}questions/<slug:section>/<slug:question>/",
        SectionView.as_view(),
        name="classification-question",
    ),
    path(f"{_ONE}answers/", AnswersView.as_view(), name="classification-answers"),
    path(f"{_ONE}law/", LawView.as_view(), name="classification-law"),
    path(f"{_ONE}compare/", CompareLawView.as_view(), name="classification-editions"),
    path(f"{_ONE}what-if/", WhatIfView.as_view(), name="classification-what-if"),
    path(f"{_ONE}legal-view/", LegalViewView.as_view(), name="classification-legal-view"),
]
