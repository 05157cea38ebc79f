"""What obligations register: plans, panels, the calendar, and their place in the menu."""

from django.utils.translation import gettext_lazy as _

from assessments.classification.kinds.classifications import CLASSIFICATION
from assessments.obligations import concerned, general_checks, panels, work
from assessments.obligations.actions import (
    feeds,  # noqa: F401 - its verbs say what they are done to
    moved_plans,
    obligations,
)
from assessments.obligations.checks import CHECKS
from assessments.obligations.documents import units, use_cases
from assessments.obligations.kinds import PLAN, UNDERTAKING
from assessments.obligations.models import ObligationPlan
from controls.frameworks.views import provision_panels
from governance.gaps.trait import looked_at
from governance.installation import actions as installation
from governance.people.kinds.units import UNIT
from records import kinds
from records.changing import following
from records.documents.sections import SectionMaker
from records.pages import menu
from records.pages import work as waiting
from records.panels import TemplatePanel

TEMPLATE = "assessments/panels/obligations.html"

following.register(ObligationPlan, by="use_case_id", of="inventory.usecase")
kinds.register(PLAN)
kinds.register(UNDERTAKING)
installation.also(obligations.derive_missing)
installation.also(moved_plans.move)
waiting.register(work.planned)
provision_panels.register(concerned.panel, order=40)
kinds.extend(
    "inventory.usecase",
    panels=[TemplatePanel(title=_("Obligations"), template=TEMPLATE, context=panels.of_case)],
    chapters=[SectionMaker(order=35, make=use_cases.chapter)],
)
kinds.extend(UNIT.code, chapters=[SectionMaker(order=35, make=units.chapter)])
kinds.extend(
    CLASSIFICATION.code,
    panels=[
        TemplatePanel(title=_("Obligations"), template=TEMPLATE, context=panels.of_classification)
    ],
)
menu.add(
    menu.MenuItem(
        group="assessments",
        label=_("Obligations"),
        view="obligation-list",
        icon="clipboard-list",
        order=20,
        needs="view",
    )
)
looked_at(*CHECKS, *general_checks.CHECKS)
