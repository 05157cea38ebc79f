"""Where coverage is shown: at provisions, controls and use cases, and in the menu."""

from django.utils.translation import gettext_lazy as _

from controls.coverage.checks import CHECKS
from controls.coverage.documents import at_work, figures, framework
from controls.coverage.views.panels import ONWARDS_PANEL, USE_CASE_COVERAGE, provision_panel
from controls.frameworks.kinds.frameworks import EDITION
from controls.frameworks.views import provision_panels
from controls.library.kinds import CONTROL
from governance.gaps.trait import looked_at
from governance.packs.signed import sign_offs
from governance.packs.trait import packed_at_units
from governance.people.kinds.units import UNIT
from records import kinds
from records.documents.sections import SectionMaker
from records.pages import menu

kinds.extend(CONTROL.code, panels=[ONWARDS_PANEL])
kinds.extend(
    "inventory.usecase",
    panels=[USE_CASE_COVERAGE],
    chapters=[SectionMaker(order=50, make=at_work.chapter)],
)
kinds.extend(
    UNIT.code,
    chapters=[
        SectionMaker(order=45, make=figures.chapter),
        SectionMaker(order=50, make=at_work.chapter),
    ],
)
packed_at_units(
    EDITION,
    [
        SectionMaker(order=20, make=framework.chapter, looks_at=framework.LOOKS_AT),
        SectionMaker(order=50, make=framework.controls),
        SectionMaker(order=80, make=sign_offs),
    ],
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
looked_at(*CHECKS)
