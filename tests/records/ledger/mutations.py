"""Changes of a stored history as the owner of the tables could make them with SQL."""

from typing import Any

from django.db import DatabaseError, connection, transaction


def run(statement: str, *values: Any) -> int:
    """Carry out a statement; nothing happens where the database refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


def ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a question to the database gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
