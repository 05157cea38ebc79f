"""Fixtures of every test: the database with its guards, and the people."""

import pytest
from django.db import connection

from records import database
from tests import people as the_people


def guarded_tables():
    """Name every table whose rows are never rewritten."""
    return [model._meta.db_table for model in database.append_only_models()]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let transactional tests empty tables: the TRUNCATE guard is tested in its own test."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in guarded_tables():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only_whole")


@pytest.fixture
def people(db):
    """The organisation and its people."""
    return the_people.make()
