"""The register as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    """AI use cases and what belongs to them."""

    name = "inventory"
    verbose_name = _("Inventory")
