"""Where the database looks for what a name or a sign stands for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SYSTEM = "pg_catalog"


@contextmanager
def looking_in(path: str) -> Iterator[None]:
    """Let names and signs inside stand for what they are in these schemas."""
    with transaction.atomic():
        before = _set("SELECT pg_catalog.current_setting('search_path')")
        _set("SELECT pg_catalog.set_config('search_path', %s, true)", path)
        yield
        _set("SELECT pg_catalog.set_config('search_path', %s, true)", before)


def _set(statement: str, *values: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return str(cursor.fetchone()[0])
