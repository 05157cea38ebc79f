"""The overview's place in the menu."""

from django.utils.translation import gettext_lazy as _

from records import menu

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
