"""Assessments as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Questionnaires, classifications, risk and impact."""

    name = "assessments"
    verbose_name = _("Assessments")
