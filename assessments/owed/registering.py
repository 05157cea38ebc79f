"""What obligations add to the kinds, the menu and the installation."""

from django.utils.translation import gettext_lazy as _

from assessments import kinds as ours
from assessments.actions import edition_change, edition_reviews, obligations
from assessments.documents import edition_print
from assessments.owed import concerned, panels, waiting
from controls.views import provision_panels
from governance.actions import installation
from records import kinds, menu, work
from records.panels import TemplatePanel

TEMPLATE = "assessments/panels/obligations.html"


def register() -> None:
    """Register kinds, panels and the page of obligations."""
    for kind in (ours.PLAN, ours.REVIEW, ours.UNDERTAKING):
        kinds.register(kind)
    for module in (edition_change, edition_reviews, edition_print):
        module.register()
    installation.also(obligations.derive_missing)
    for provider in (waiting.reviews, waiting.planned):
        work.register(provider)
    provision_panels.register(concerned.panel, order=40)
    kinds.extend(
        "inventory.usecase",
        panels=[TemplatePanel(title=_("Obligations"), template=TEMPLATE, context=panels.of_case)],
    )
    kinds.extend(
        ours.CLASSIFICATION.code,
        panels=[
            TemplatePanel(
                title=_("Obligations"), template=TEMPLATE, context=panels.of_classification
            )
        ],
    )
    menu.add(
        menu.Item(
            group="work",
            label=_("Overview"),
            view="overview",
            icon="chart-bar",
            order=5,
            needs="view",
        )
    )
    menu.add(
        menu.Item(
            group="assessments",
            label=_("Obligations"),
            view="obligation-list",
            icon="clipboard-list",
            order=20,
            needs="view",
        )
    )
