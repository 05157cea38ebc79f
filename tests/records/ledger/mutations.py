"""Changes of a stored history as the owner of the tables could make them with SQL."""

from typing import Any

from django.db import DatabaseError, connection, transaction

from records import database
from tests.conftest import guarded_tables


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


def take_guards_off() -> None:
    """Disable every trigger of ours, as the owner of the tables can."""
    tables = {model._meta.db_table for model in database.kept_models()}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in sorted({*tables, *guarded_tables(), "records_pending", "records_salt"}):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
