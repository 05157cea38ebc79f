"""The project itself as a Django app: commands that know every floor."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Bench, demo and packs stand above all other apps."""

    name = "config"
