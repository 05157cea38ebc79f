"""The overview's place in the menu, and the register of a unit in packs."""

from django.utils.translation import gettext_lazy as _

from assessments.overview import documents
from governance.people.kinds.units import UNIT
from records import kinds
from records.documents.sections import SectionMaker
from records.pages import menu

menu.add(
    menu.MenuItem(
        group="work",
        label=_("Overview"),
        view="overview",
        icon="chart-bar",
        order=5,
        needs="view",
    )
)
kinds.extend(UNIT.code, chapters=[SectionMaker(order=20, make=documents.chapter)])
