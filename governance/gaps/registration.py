"""What gaps register: their place in the menu, and their panel at use cases."""

from django.utils.translation import gettext_lazy as _

from governance.gaps.panels import GAPS_PANEL
from records import kinds
from records.pages import menu

kinds.extend("inventory.usecase", panels=[GAPS_PANEL])
menu.add(
    menu.MenuItem(
        group="work",
        label=_("Gaps"),
        view="gap-list",
        icon="alert-triangle",
        order=8,
        needs="view",
    )
)
