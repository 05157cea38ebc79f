"""What the beat sets off by itself."""

import os

import pytest
from celery import current_app
from django.conf import settings as configured

from records import tasks
from records.documents import cache


def test_every_task_of_the_beat_exists():
    named = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}

    assert {"records.tasks.sweep", "records.tasks.prune_shelf"} <= named
    assert named <= set(current_app.tasks)


@pytest.fixture
def shelf(tmp_path, settings, monkeypatch):
    """Make a shelf of four pieces of ten bytes, used one after the other, with room for two."""
    settings.STATE_DIR = tmp_path
    monkeypatch.setattr(cache, "KEPT_BYTES", 25)
    folder = cache.place()
    folder.mkdir(parents=True)
    for number in range(4):
        piece = folder / f"{number}.piece"
        piece.write_bytes(b"x" * 10)
        os.utime(piece, (number, number))
    return folder


def test_the_shelf_keeps_the_pieces_used_last(shelf):
    tasks.prune_shelf()

    assert sorted(path.name for path in shelf.iterdir()) == ["2.piece", "3.piece"]


def test_a_shelf_nothing_was_ever_put_on_is_no_trouble(tmp_path, settings):
    settings.STATE_DIR = tmp_path

    tasks.prune_shelf()

    assert list(tmp_path.iterdir()) == []
