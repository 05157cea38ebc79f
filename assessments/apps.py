"""Assessments as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Questionnaires, classifications, risk and impact."""

    name = "assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        """Register the kinds, and what classifications add to use cases, sign-off and packs."""
        from assessments import kinds as ours  # needs loaded models
        from assessments import work as waiting
        from assessments.actions import asking, classifications, questionnaires, sweep
        from assessments.documents import chapters, panels
        from assessments.owed import registering as obligations_register
        from assessments.views.history import ClassificationCompareView, ClassificationHistoryView
        from assessments.views.result import ResultView
        from governance.actions import installation, signoffs
        from governance.rules import Role, Terms
        from records import kinds, work
        from records.documents.sections import SectionMaker
        from records.panels import TemplatePanel

        sweep.register()
        asking.register()
        kinds.register(ours.QUESTIONNAIRE)
        kinds.register(ours.CLASSIFICATION)
        obligations_register.register()
        kinds.extend(
            ours.CLASSIFICATION.code,
            annotate=ours.complete,
            views={
                "detail": ResultView,
                "history": ClassificationHistoryView,
                "compare": ClassificationCompareView,
            },
        )
        kinds.extend(
            "inventory.usecase",
            columns=ours.USE_CASE_COLUMNS,
            filters=ours.USE_CASE_FILTERS,
            annotate=ours.classified,
            actions=[ours.CLASSIFY],
            panels=[
                TemplatePanel(
                    title=_("AI Act classification"),
                    side=True,
                    template="assessments/panels/use_case.html",
                    context=panels.classifications,
                )
            ],
            chapters=[
                SectionMaker(order=30, make=chapters.classification),
                SectionMaker(order=31, make=chapters.sign_offs),
            ],
        )
        installation.also(questionnaires.publish_all)
        signoffs.propose(
            signoffs.Proposal(
                kind=ours.CLASSIFICATION.code,
                name=_("AI Act classifications"),
                terms=Terms([Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER]),
                statement=_(
                    "I have read the answers, the reasons and the use case in the states named "
                    "here, and I approve this classification under the edition it names."
                ),
            )
        )
        signoffs.rests_on(ours.CLASSIFICATION.code, classifications.basis)
        work.register(waiting.unclassified)
        work.register(waiting.unfinished)
        work.register(waiting.asked_of_me)
        work.register(waiting.asked_by_me)
