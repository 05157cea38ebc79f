"""Frameworks and controls as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlsConfig(AppConfig):
    """Frameworks, provisions, controls and evidence."""

    name = "controls"
    verbose_name = _("Controls")

    def ready(self) -> None:
        """Register the kinds, with the pages that replace the general ones."""
        from controls import (
            registration,
            tasks,  # noqa: F401 - registers the jobs
        )
        from controls.actions import editions
        from controls.kinds import (  # needs loaded models
            EDITION,
            FRAMEWORK,
            FRAMEWORK_IMPORT,
            MAPPING,
        )
        from controls.views import provision_panels
        from controls.views.finding import provisions
        from controls.views.frameworks import FrameworkListView
        from controls.views.mappings import MappingDetailView
        from controls.views.own_frameworks import FrameworkImportDetailView
        from controls.views.provision_mappings import mappings_panel
        from controls.views.records import TextLinkedDetailView
        from records import finding, kinds, menu
        from records.ledger import checks

        kinds.register(FRAMEWORK)
        kinds.register(EDITION)
        kinds.register(MAPPING)
        kinds.register(FRAMEWORK_IMPORT)
        pages = {"list": FrameworkListView, "detail": TextLinkedDetailView}
        kinds.extend(FRAMEWORK.code, views=pages)
        kinds.extend(EDITION.code, views={"detail": TextLinkedDetailView})
        kinds.extend(MAPPING.code, views={"detail": MappingDetailView})
        kinds.extend(FRAMEWORK_IMPORT.code, views={"detail": FrameworkImportDetailView})
        finding.register(provisions)
        provision_panels.register(mappings_panel, order=20)
        menu.add(
            menu.Item(
                group="controls",
                label=_("Crosswalk"),
                view="crosswalk",
                icon="git-compare",
                order=15,
                needs="view",
            )
        )
        menu.add(
            menu.Item(
                group="controls",
                label=_("Coverage"),
                view="coverage",
                icon="chart-bar",
                order=12,
                needs="view",
            )
        )
        checks.register(editions.altered)
        registration.register_controls()
