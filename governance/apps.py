"""People, roles and sign-off as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Bring the policy that decides over rights."""

    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Register the policy."""
        from governance.policy import UnitPolicy  # needs loaded models
        from records import permissions

        permissions.use(UnitPolicy())
