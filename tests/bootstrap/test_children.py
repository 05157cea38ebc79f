"""Processes that are watched."""

import os
import signal
import time
from pathlib import Path

import pytest

from config.bootstrap import children
from config.bootstrap.children import Child

STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.1; done"


@pytest.fixture
def child(tmp_path):
    made = Child("worker", ["/bin/sleep", "60"], tmp_path / "worker.log")
    yield made
    children.stop_all([made], patience=0)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 1.0), (2, 2.0), (5, 16.0), (6, 30.0), (5000, 30.0)]
)
def test_wait_doubles_up_to_half_a_minute(failures, seconds):
    assert children.wait_before(failures) == seconds


@pytest.mark.parametrize(("ran", "expected"), [(0.5, 4), (59.0, 4), (60.0, 1)])
def test_steady_run_ends_a_row_of_failures(ran, expected):
    assert children.failures_after(3, ran=ran) == expected


def test_death_is_told_with_the_log():
    said = children.told("worker", -9, 2.0, Path("/log"))

    assert said == "The worker was ended by signal 9; it starts again in 2 s. Its log is /log."


def test_killed_process_is_reported_once_and_started_again_when_due(child):
    child.start()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    child.process.wait()
    now = time.monotonic()

    said = [child.watch(now), child.watch(now + 0.5), child.watch(now + 1.1)]

    assert said[0].startswith("The worker was ended by signal 9; it starts again in 1 s.")
    assert said[1:] == [None, None]
    assert child.process.pid != first


def test_process_that_will_not_go_is_killed(tmp_path):
    log = tmp_path / "log"
    child = Child("worker", ["/bin/sh", "-c", STUBBORN], log)
    child.start()
    while "ready" not in log.read_text(encoding="utf-8"):
        time.sleep(0.01)

    children.stop_all([child], patience=0.2)

    assert child.process.returncode == -signal.SIGKILL


def test_large_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "LARGEST_LOG", 3)
    log = tmp_path / "web.log"
    log.write_text("long", encoding="utf-8")

    children.shorten(log)

    assert not log.exists()
    assert (tmp_path / "web.log.1").read_text(encoding="utf-8") == "long"
