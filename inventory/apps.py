"""The register as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    """AI use cases and what belongs to them."""

    name = "inventory"
    verbose_name = _("Inventory")

    def ready(self) -> None:
        """Register what the register shows."""
        from governance import kinds as governance_kinds  # needs loaded models
        from governance.actions import signoffs
        from governance.packs import chapters
        from governance.panels import SIGN_OFF_PANEL, STANDING, STANDING_FILTER, with_standing
        from governance.rules import Role, Terms
        from governance.views.packs import MAKE_PACK
        from inventory import (
            documents,
            tasks,  # noqa: F401 - registers the jobs
        )
        from inventory.actions.imports import forgetting
        from inventory.import_kinds import IMPORT_MAPPING, IMPORT_RUN
        from inventory.kinds import USE_CASE
        from inventory.units import USE_CASES, with_use_cases
        from inventory.views.records import ImportDetailView, ImportOfferView
        from records import erasure, kinds
        from records.documents.sections import SectionMaker

        for kind in (USE_CASE, IMPORT_RUN, IMPORT_MAPPING):
            kinds.register(kind)
        kinds.extend(IMPORT_RUN.code, views={"detail": ImportDetailView, "list": ImportOfferView})
        kinds.extend(USE_CASE.code, views={"list": ImportOfferView})
        kinds.extend(
            USE_CASE.code,
            actions=[governance_kinds.REQUEST_SIGN_OFF, MAKE_PACK],
            columns=[STANDING],
            filters=[STANDING_FILTER],
            panels=[SIGN_OFF_PANEL, governance_kinds.PACKS_PANEL],
            annotate=with_standing,
            chapters=[
                SectionMaker(order=20, make=documents.description),
                SectionMaker(order=40, make=chapters.sign_offs),
                SectionMaker(order=90, make=chapters.history),
            ],
        )
        kinds.extend(governance_kinds.UNIT.code, columns=[USE_CASES], annotate=with_use_cases)
        erasure.register(forgetting.forget)
        signoffs.propose(
            signoffs.Proposal(
                kind=USE_CASE.code,
                name=_("Use cases"),
                terms=Terms([Role.COMPLIANCE_OFFICER, Role.BOARD_MEMBER]),
                statement=_(
                    "I have read the description of this use case and its intended uses in the "
                    "state named here. It describes what is done, for whom, and who can stop it."
                ),
            )
        )
