"""The project itself as a Django app: commands that know every floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from config.celery import app as celery_app

__all__ = ["OpsConfig", "celery_app"]


class OpsConfig(AppConfig):
    """Bench, demo and packs stand above all other apps."""

    name = "ops"

    def ready(self) -> None:
        """Register the checks that need settings, and the page that shows all of them."""
        from ops.health import installation  # needs loaded models
        from records import health
        from records.pages import menu

        health.register(installation)
        menu.add(
            menu.MenuItem(
                group="settings",
                label=_("Health"),
                view="health",
                icon="activity",
                order=90,
                needs="administer",
            )
        )
