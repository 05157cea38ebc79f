"""Django's migrate, with the views of the past taken down before and everything rebuilt after."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from records.database import objects
from records.database.tables import refuse_half_way


class Command(migrate.Command):
    """Bring tables, guards, views and grants up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then prepare what stands beside the tables."""
        refuse_half_way(MigrationRecorder(connection).applied_migrations())
        objects.drop_views()
        super().handle(*args, **options)
        objects.prepare()
