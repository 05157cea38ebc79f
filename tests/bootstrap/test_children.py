"""Processes that are watched."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from ops.bootstrap import children, embedded, up
from ops.bootstrap.children import Child
from ops.bootstrap.trouble import Trouble

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


@pytest.mark.parametrize(
    ("code", "failures", "seconds"),
    [
        pytest.param(-signal.SIGKILL, 1, 0.0, id="killed"),
        pytest.param(-signal.SIGKILL, 9, 0.0, id="killed again and again"),
        pytest.param(-signal.SIGSEGV, 2, 2.0, id="crashed"),
        pytest.param(1, 3, 4.0, id="gave up"),
    ],
)
def test_who_was_killed_from_outside_is_back_at_once(code, failures, seconds):
    assert children.wait_after(code, failures) == seconds


@pytest.mark.parametrize(("ran", "expected"), [(0.5, 4), (9.0, 4), (10.0, 1)])
def test_steady_run_ends_a_row_of_failures(ran, expected):
    assert children.failures_after(3, ran=ran) == expected


def test_death_is_told_with_the_log():
    killed = children.told("worker", -9, 0.0, Path("/log"))
    failed = children.told("worker", 1, 2.0, Path("/log"))

    assert killed == "The worker was ended by signal 9; it starts again now. Its log is /log."
    assert failed == "The worker ended with code 1; it starts again in 2 s. Its log is /log."


def test_killed_process_is_reported_once_and_started_again_when_due(child):
    child.start()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    child.process.wait()
    now = time.monotonic()

    said = [child.watch(now), child.watch(now), child.watch(now)]

    assert said[0].startswith("The worker was ended by signal 9; it starts again now.")
    assert said[1:] == [None, None]
    assert child.process.pid != first


def test_process_that_gives_up_is_started_again_when_due(tmp_path):
    child = Child("worker", ["/bin/sh", "-c", "exit 3"], tmp_path / "worker.log")
    child.start()
    child.process.wait()
    now = time.monotonic()

    said = child.watch(now)
    early = child.watch(now + 0.5), child.process
    child.watch(now + 1.1)

    assert said.startswith("The worker ended with code 3; it starts again in 1 s.")
    assert early == (None, None)
    assert child.process is not None
    children.stop_all([child], patience=0)


def test_killed_process_does_not_wait_for_a_database_that_recovers(child, monkeypatch):
    recovered = threading.Event()
    monkeypatch.setattr(embedded, "revive", lambda: [recovered.wait(20) and "PostgreSQL"])
    turns = []

    def stop_when_back(_seconds):
        turns.append(child.process)
        if len(turns) == 1:
            os.kill(child.process.pid, signal.SIGKILL)
            child.process.wait()
        if len(turns) > 1 and child.process not in (None, turns[0]):
            recovered.set()
            raise up.Stopped

    child.start()
    begun = time.monotonic()
    monkeypatch.setattr(up.time, "sleep", stop_when_back)

    with pytest.raises(up.Stopped):
        up.watch([child])

    assert time.monotonic() - begun < 10
    assert child.process.poll() is None


def test_process_that_cannot_be_started_is_tried_again(child, monkeypatch):
    def full(*_words, **_options):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patched:
        patched.setattr(children.subprocess, "Popen", full)
        said = [child.watch(100.0), child.watch(100.5), child.watch(101.0)]
    child.watch(103.1)

    refused = "The worker cannot be started: [Errno 11] Resource temporarily unavailable. "
    assert said == [f"{refused}The next try is in 1 s.", None, f"{refused}The next try is in 2 s."]
    assert child.process.poll() is None


def test_what_cannot_be_said_stops_nothing(monkeypatch):
    def full(*_words, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("builtins.print", full)

    assert up.tell("The worker ended.") is None


@pytest.mark.parametrize(
    ("error", "why"),
    [
        pytest.param(
            OSError(28, "No space left on device"),
            "Database and queue cannot be watched: [Errno 28] No space left on device.",
            id="no room",
        ),
        pytest.param(
            subprocess.TimeoutExpired("pg_isready", 30),
            "Database and queue cannot be watched: "
            "Command 'pg_isready' timed out after 30 seconds.",
            id="no answer",
        ),
        pytest.param(
            Trouble("The database does not start."), "The database does not start.", id="told"
        ),
    ],
)
def test_services_are_watched_on_after_a_failure(monkeypatch, capsys, error, why):
    over, turns = threading.Event(), []

    def revive():
        turns.append(len(turns))
        if len(turns) == 1:
            raise error
        over.set()
        return []

    monkeypatch.setattr(embedded, "revive", revive)
    monkeypatch.setattr(up, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(children, "wait_before", lambda _failures: 0.01)

    up.watch_services(over)

    assert turns == [0, 1]
    assert capsys.readouterr().out == f"{why} The next try is in 0 s.\n"


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
