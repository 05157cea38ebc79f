"""Assessments as a Django app."""

from django.utils.translation import gettext_lazy as _

from records.features import FeaturesConfig


class AssessmentsConfig(FeaturesConfig):
    """Questionnaires, classifications, obligations, and changes of the law."""

    name = "assessments"
    verbose_name = _("Assessments")
    features = (
        "questionnaires",
        "engine",
        "classification",
        "obligations",
        "law_changes",
        "overview",
    )
