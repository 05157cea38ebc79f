"""The record mechanisms as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What every record is and can do."""

    name = "records"

    def ready(self) -> None:
        """Register the checks of the mechanisms."""
        from records import contents, health
        from records.changing import bulk  # noqa: F401 - registers the job
        from records.database import definitions
        from records.health.history import ledger
        from records.health.running import work
        from records.ledger import anchors, checks, statements

        health.register(work, first=True)
        health.register(ledger, first=True)
        checks.register(definitions.altered, apart=True)
        checks.register(contents.altered, apart=True)
        checks.register(anchors.lost, apart=True)
        checks.register(statements.unsettled)
