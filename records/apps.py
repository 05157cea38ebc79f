"""The record mechanisms as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What every record is and can do."""

    name = "records"
