"""People, roles and sign-off as a Django app."""

from django.utils.translation import gettext_lazy as _

from records.features import FeaturesConfig


class GovernanceConfig(FeaturesConfig):
    """Bring the policy that decides over rights, and the pages of governance."""

    name = "governance"
    verbose_name = _("Governance")
    features = (
        "gaps",
        "people",
        "signoff",
        "signin",
        "packs",
        "findings",
        "grants",
        "installation",
    )
