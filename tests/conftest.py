"""Fixtures of every test: the database with its guards, and the people."""

import gc
from contextlib import ExitStack, contextmanager
from functools import cache

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import HealthCheck, settings

from records.documents import making
from records.documents.cache import Shelf
from records.documents.press import Press
from tests import databases, snapshots
from tests import people as the_people

# No test is a stopwatch: on a machine at work, examples that are slow to draw mean nothing.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Nearly all that is loaded while tests are looked for stays: the collector would look through it
# again and again, then and before each full collection.
gc.disable()


def pytest_collection_finish():
    """Leave all that was loaded out of what the collector looks through."""
    gc.collect()
    gc.freeze()
    # A request makes thousands of objects and hardly any circle: it need not be looked for often.
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, emptied_behind_the_guards):
    """Give this process a migrated database of its own."""
    real = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        databases.make(connection)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(real, verbosity=0)


@pytest.fixture(scope="session")
def emptied_behind_the_guards():
    """Let transactional tests empty tables at their end; while they run, the guards are there."""

    def empty(self, _sql_list):
        databases.empty(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def printing_goes_on():
    """Let the processes that printed one document print the next: each takes a second to start.

    The tests of the press start their own.
    """
    with ExitStack() as started, pytest.MonkeyPatch.context() as patch:
        running = cache(lambda: started.enter_context(Press()))

        @contextmanager
        def press(cache_dir=None):
            running().shelf = Shelf(cache_dir) if cache_dir else None
            yield running()

        patch.setattr(making, "Press", press)
        yield


@pytest.fixture(scope="session", autouse=True)
def seals_checked_once():
    """Check the numbers of a seal's key once: each pack reads it twice, 0.1 s each time."""
    with pytest.MonkeyPatch.context() as patch:
        read = pkcs12.load_key_and_certificates
        patch.setattr(pkcs12, "load_key_and_certificates", cache(read))
        yield


@pytest.fixture
def people(db):
    """The organisation and its people."""
    return snapshots.made_once(the_people.make)
