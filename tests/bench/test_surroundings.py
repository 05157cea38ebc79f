"""The database of the bench goes, also while somebody is just leaving it."""

import os
import threading
from contextlib import closing

import psycopg

from ops.bench import surroundings


def test_it_is_dropped_once_another_login_has_left(monkeypatch):
    """Nobody may end the connections of another login; those of ended processes take a moment."""
    name = f"countersign_bench_{os.getpid()}"
    monkeypatch.setattr(surroundings, "DATABASE", name)
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    with closing(psycopg.connect(owner, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        leaving = psycopg.connect(surroundings.renamed(os.environ["DATABASE_URL"]))
        thread = threading.Timer(1, leaving.close)
        thread.start()

        surroundings._drop(server)

        thread.join()
        found = server.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        assert found.fetchall() == []
