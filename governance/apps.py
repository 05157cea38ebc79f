"""People, roles and sign-off as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Bring the policy that decides over rights, and the pages of governance."""

    name = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Register the policy, the kinds and what waits for people."""
        from governance import kinds as ours  # needs loaded models
        from governance import work as waiting
        from governance.models import Unit
        from governance.policy import UnitPolicy
        from governance.views.packs import PackFileView
        from governance.views.signoffs import SignOffView
        from records import kinds, permissions, shell, work
        from records.kinds import RecordAction

        permissions.use(UnitPolicy())
        for kind in (ours.PERSON, ours.UNIT, ours.SIGN_OFF_POLICY, ours.SIGN_OFF, ours.PACK):
            kinds.register(kind)
        kinds.extend(ours.SIGN_OFF.code, views={"detail": SignOffView})
        download = RecordAction(
            name="file",
            label=_("Download"),
            needs="view",
            view=PackFileView,
            icon="download",
            look="primary",
        )
        kinds.extend(ours.PACK.code, actions=[download])
        work.register(waiting.to_sign)
        work.register(waiting.came_back)
        shell.name_organisation(Unit.objects.name_of_organisation)
