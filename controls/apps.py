"""Frameworks and controls as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlsConfig(AppConfig):
    """Frameworks, provisions, controls and evidence."""

    name = "controls"
    verbose_name = _("Controls")
