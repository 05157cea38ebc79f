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
        from governance.kinds.packs import AGAIN
        from governance.kinds.people import with_roles
        from governance.models import Unit
        from governance.policy import UnitPolicy
        from governance.views.grants import SHARED_WITH, SHARING, STOP, shareable
        from governance.views.packs import DOWNLOAD, PackView
        from governance.views.people import SIGN_IN_LINK, NewPersonView
        from governance.views.signoffs import SignOffListView, SignOffView
        from governance.views.units import EditUnitView, NewUnitView, UnitListView, UnitView
        from records import kinds, permissions, shell, work

        permissions.use(UnitPolicy())
        for kind in (ours.PERSON, ours.UNIT, ours.SIGN_OFF_POLICY, ours.SIGN_OFF, ours.PACK):
            kinds.register(kind)
        sign_off_pages = {"list": SignOffListView, "detail": SignOffView}
        kinds.extend(ours.SIGN_OFF.code, views=sign_off_pages)
        kinds.extend(ours.PACK.code, actions=[DOWNLOAD, AGAIN], views={"detail": PackView})
        kinds.extend(
            ours.PERSON.code,
            annotate=with_roles,
            actions=[SIGN_IN_LINK],
            views={"new": NewPersonView},
        )
        unit_pages = {
            "list": UnitListView,
            "detail": UnitView,
            "new": NewUnitView,
            "edit": EditUnitView,
        }
        kinds.extend(ours.UNIT.code, views=unit_pages)
        for code in shareable():
            kinds.extend(code, actions=[SHARING, STOP], panels=[SHARED_WITH])
        work.register(waiting.to_sign)
        work.register(waiting.came_back)
        work.register(waiting.went_stale)
        work.register(waiting.asked_by_me)
        shell.name_organisation(Unit.objects.name_of_organisation)
