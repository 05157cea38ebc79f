"""Where coverage is shown: at provisions, controls and use cases, and in the menu."""

from django.utils.translation import gettext_lazy as _

from controls.coverage import documents
from controls.coverage.checks import CHECKS
from controls.coverage.views.panels import ONWARDS_PANEL, USE_CASE_COVERAGE, provision_panel
from controls.frameworks.views import provision_panels
from controls.library.kinds import CONTROL
from governance.gaps import checks as gap_checks
from records import kinds, menu
from records.documents.sections import SectionMaker

kinds.extend(CONTROL.code, panels=[ONWARDS_PANEL])
kinds.extend(
    "inventory.usecase",
    panels=[USE_CASE_COVERAGE],
    chapters=[SectionMaker(order=50, make=documents.chapter, looks_at=documents.LOOKS_AT)],
)
provision_panels.register(provision_panel, order=10)
menu.add(
    menu.MenuItem(
        group="controls",
        label=_("Coverage"),
        view="coverage",
        icon="chart-bar",
        order=12,
        needs="view",
    )
)
gap_checks.register(*CHECKS)
