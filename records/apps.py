"""The record mechanisms as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What every record is and can do."""

    name = "records"

    def ready(self) -> None:
        """Register the checks of the mechanisms."""
        from records import (  # needs loaded models
            bulk,  # noqa: F401 - registers the job
            health,
        )
        from records.health.history import ledger
        from records.health.running import work

        health.register(work, first=True)
        health.register(ledger, first=True)
