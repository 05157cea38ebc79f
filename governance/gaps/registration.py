"""What gaps register: their place in the menu, and what waits for somebody."""

from django.utils.translation import gettext_lazy as _

from governance.gaps.work import to_mend
from records.pages import menu, work

work.register(to_mend)
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
