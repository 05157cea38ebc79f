"""What classifications register: their kind, and what they add to use cases, sign-off, packs."""

from django.utils.translation import gettext_lazy as _

from assessments.classification.actions import classifications, profiles
from assessments.classification.checks import CHECKS, of_running
from assessments.classification.documents import around, makers, panels
from assessments.classification.kinds.classifications import CLASSIFICATION, complete
from assessments.classification.kinds.use_cases import (
    CLASSIFY,
    USE_CASE_COLUMNS,
    USE_CASE_FILTERS,
    classified,
)
from assessments.classification.procedure import CLASSIFYING
from assessments.classification.views.beside import ClassificationBesideView
from assessments.classification.views.result import ResultView
from assessments.questionnaires.trait import assessed
from governance.findings.documents import FINDINGS
from governance.findings.trait import open_to_findings
from governance.gaps.trait import looked_at
from governance.packs.kinds import PACKS_PANEL
from governance.packs.views.packs import MAKE_PACK
from governance.rules import Role, Terms
from governance.signoff import actions as signoffs
from records import kinds
from records.ledger import checks
from records.panels import TemplatePanel

checks.register(profiles.altered)
assessed(CLASSIFICATION, CLASSIFYING, among=of_running)
kinds.extend(
    CLASSIFICATION.code,
    annotate=complete,
    actions=[MAKE_PACK],
    panels=[PACKS_PANEL],
    chapters=[*makers.OF_CLASSIFICATION, FINDINGS],
    views={"detail": ResultView, "beside": ClassificationBesideView},
)
open_to_findings(CLASSIFICATION)
kinds.extend(
    "inventory.usecase",
    columns=USE_CASE_COLUMNS,
    filters=USE_CASE_FILTERS,
    annotate=classified,
    actions=[CLASSIFY],
    panels=[
        TemplatePanel(
            title=_("AI Act classification"),
            side=True,
            template="assessments/panels/use_case.html",
            context=panels.classifications,
        ),
        TemplatePanel(
            title=_("Who is competent"),
            side=True,
            template="assessments/competent.html",
            context=around.panel,
        ),
    ],
    chapters=makers.OF_USE_CASE,
)
signoffs.propose(
    signoffs.Proposal(
        kind=CLASSIFICATION.code,
        name=_("AI Act classifications"),
        terms=Terms([Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER]),
        reading=_(
            "I have read the answers, the reasons and the use case in the states named here."
        ),
        statement=_("I approve this classification under the edition it names."),
    )
)
signoffs.rests_on(CLASSIFICATION.code, classifications.basis)
looked_at(*CHECKS)
