"""The database of each process that runs tests: a copy of one that is migrated already.

The template is only a head start: whatever it lacks, the migrations add to the copy.
"""

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

TEMPLATE = "test_countersign_template_"
COPY = "test_countersign_"
# Kinds of rows, and what may be done to them.
STAYING = {"django_content_type", "auth_permission"}
HOLDS = "(SELECT '{0}' FROM {0} LIMIT 1)"
# "countersign test databases" in the space of advisory locks.
LOCK = 4_200_142_003


def make(connection):
    """Make this process's database and point the connection at it."""
    name = f"{COPY}{os.getpid()}"
    with _alone(connection) as cursor:
        drop_left_behind(cursor, connection)
        template = _template(cursor, connection)
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    _point(connection, name)
    call_command("migrate", verbosity=0, interactive=False)


def empty(connection):
    """Empty the tables that hold something, behind their guards; few do, and each takes long.

    What every migration fills in again alike stays.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [HOLDS.format(table) for table in sorted({*tables} - STAYING)]
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        filled = [table for (table,) in cursor.fetchall()]
        _each(cursor, "ALTER TABLE {0} DISABLE TRIGGER USER", filled)
        _each(cursor, "DELETE FROM {0}", filled)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _each(cursor, "ALTER TABLE {0} ENABLE TRIGGER USER", filled)


def _each(cursor, statement, tables):
    if tables:
        cursor.execute("; ".join(statement.format(table) for table in tables))


def _template(cursor, connection):
    """Return the name of the migrated database, made where the migrations are new."""
    name = TEMPLATE + migrations_digest()
    others = names(cursor, TEMPLATE)
    if name not in others:
        half, real = f"{TEMPLATE}half", connection.settings_dict["NAME"]
        for other in others:
            cursor.execute(f"DROP DATABASE {other}")
        cursor.execute(f"CREATE DATABASE {half}")
        _point(connection, half)
        call_command("migrate", verbosity=0, interactive=False)
        _point(connection, real)
        cursor.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


def migrations_digest():
    """Return a short digest of every migration of every app."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def drop_left_behind(cursor, connection):
    """Drop the databases of processes of this machine that were ended before they could."""
    if not connection.settings_dict["HOST"].startswith("/"):
        return
    for name in names(cursor, COPY):
        number = name.removeprefix(COPY)
        if number.isdecimal() and not _runs(int(number)):
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def names(cursor, beginning):
    """Name the databases whose names begin so."""
    cursor.execute("SELECT datname FROM pg_database ORDER BY datname")
    return [name for (name,) in cursor.fetchall() if name.startswith(beginning)]


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _alone(connection):
    """Give a cursor outside of the tests' databases to one process at a time."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _point(connection, name):
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name
