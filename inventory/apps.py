"""The register as a Django app."""

from django.utils.translation import gettext_lazy as _

from records.features import FeaturesConfig


class InventoryConfig(FeaturesConfig):
    """AI use cases and what belongs to them."""

    name = "inventory"
    verbose_name = _("Inventory")
    features = ("use_cases", "imports")
