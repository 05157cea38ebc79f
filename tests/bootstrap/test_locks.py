"""Locks between processes."""

import subprocess
import sys

import pytest

from ops.bootstrap import locks, running
from ops.bootstrap.places import ROOT
from ops.bootstrap.running import RunningMark
from ops.bootstrap.trouble import Trouble

USING = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from ops.bootstrap import locks
use = locks.Use(Path({path!r}))
use.begin()
print("in", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_user(tmp_path):
    code = USING.format(root=str(ROOT), path=str(tmp_path / "use"))
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_only_user_is_the_last_to_leave(tmp_path):
    use = locks.Use(tmp_path / "use")
    use.begin()

    assert use.end() is True


def test_user_who_leaves_another_behind_is_not_the_last(tmp_path, other_user):
    use = locks.Use(tmp_path / "use")
    use.begin()

    assert use.end() is False


def test_killed_process_leaves_no_use_behind(tmp_path, other_user):
    use = locks.Use(tmp_path / "use")
    use.begin()
    other_user.kill()
    other_user.wait()

    assert use.end() is True


def test_who_never_began_is_never_the_last(tmp_path):
    assert locks.Use(tmp_path / "use").end() is False


def test_installation_is_held_once_and_the_second_is_told(tmp_path):
    running.hold(tmp_path, 8123)

    assert running.read(tmp_path).port == 8123
    with pytest.raises(Trouble, match="http://localhost:8123"):
        running.hold(tmp_path, 9000)
    assert running.read(tmp_path).port == 8123


def test_mark_of_an_installation_that_is_down_counts_for_nothing(tmp_path):
    (tmp_path / "up.json").write_text('{"pid": 1, "port": 8123}', encoding="utf-8")

    assert running.read(tmp_path) is None
    assert RunningMark(1, 8123).port == 8123
