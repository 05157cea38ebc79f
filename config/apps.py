"""The project itself as a Django app: commands that know every floor."""

from django.apps import AppConfig

from config.celery import app as celery_app

__all__ = ["ConfigConfig", "celery_app"]


class ConfigConfig(AppConfig):
    """Bench, demo and packs stand above all other apps."""

    name = "config"
