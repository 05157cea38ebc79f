"""Frameworks and controls as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlsConfig(AppConfig):
    """Frameworks, provisions, controls and evidence."""

    name = "controls"
    verbose_name = _("Controls")

    def ready(self) -> None:
        """Register the kinds, with the pages that replace the general ones."""
        from controls.kinds import EDITION, FRAMEWORK  # needs loaded models
        from controls.views.frameworks import FrameworkListView
        from controls.views.records import TextLinkedDetailView
        from records import kinds

        kinds.register(FRAMEWORK)
        kinds.register(EDITION)
        pages = {"list": FrameworkListView, "detail": TextLinkedDetailView}
        kinds.extend(FRAMEWORK.code, views=pages)
        kinds.extend(EDITION.code, views={"detail": TextLinkedDetailView})
