"""What the crosswalk registers: mappings, their panel at provisions, its place in the menu."""

from django.utils.translation import gettext_lazy as _

from controls.crosswalk.kinds import MAPPING
from controls.crosswalk.views.mappings import MappingDetailView
from controls.crosswalk.views.provision_mappings import mappings_panel
from controls.frameworks.views import provision_panels
from records import kinds
from records.pages import menu

kinds.register(MAPPING)
kinds.extend(MAPPING.code, views={"detail": MappingDetailView})
provision_panels.register(mappings_panel, order=20)
menu.add(
    menu.MenuItem(
        group="controls",
        label=_("Crosswalk"),
        view="crosswalk",
        icon="git-compare",
        order=15,
        needs="view",
    )
)
