"""The first migration of an app, which makes all of its tables in one go."""

from collections.abc import Iterable, Iterator

from django.core.management.base import CommandError
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

HALF_WAY = (
    "This database was set up before the first release and left half-way: it lacks {steps}, which "
    "this version knows only as a whole. Nothing was changed. Start it once with a version from "
    "before 29 November 2026, which has these steps one by one, and then with this one again; or "
    "begin with an empty database."
)


class Tables(migrations.Migration):
    """Create every model of an app, in the order of the operations.

    Django works out the models of a migration anew after each operation, with all that they are
    related to: with a hundred models that is most of what a first start waits for. Nothing here
    looks at what was there in between, so they are worked out once.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Note all models first, then make their tables."""
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state


def refuse_half_way(applied: Iterable[tuple[str, str]]) -> None:
    """Refuse a database that has some of the steps that became one, and not all."""
    missing = sorted(_missing({*applied}))
    if missing:
        raise CommandError(HALF_WAY.format(steps=", ".join(map(".".join, missing))))


def _missing(applied: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for migration in MigrationLoader(None).disk_migrations.values():
        steps = {*migration.replaces} if isinstance(migration, Tables) else set()
        if steps & applied:
            yield from steps - applied
