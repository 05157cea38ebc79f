"""Frameworks and controls as a Django app."""

from django.utils.translation import gettext_lazy as _

from records.features import FeaturesConfig


class ControlsConfig(FeaturesConfig):
    """Frameworks, provisions, controls and evidence."""

    name = "controls"
    verbose_name = _("Controls")
    features = ("frameworks", "companions", "crosswalk", "library", "evidence", "coverage")
