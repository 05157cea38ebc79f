"""When packages are installed, and how uv is found."""

import hashlib
import sys
from pathlib import Path

import pytest

from ops.bootstrap import environment
from ops.bootstrap.places import InstallationPaths
from ops.bootstrap.trouble import Trouble

LOCK = b"django==6.1.3\n"


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        pytest.param(None, True, id="never synced"),
        pytest.param("0" * 64, True, id="lock has changed"),
        pytest.param(hashlib.sha256(LOCK).hexdigest(), False, id="lock is the same"),
    ],
)
def test_packages_are_synced_only_when_the_lock_changed(stamp, expected):
    assert environment.sync_needed(lock=LOCK, stamp=stamp) is expected


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """Give two locks and an environment of the test's own; note what uv is asked to install."""
    for name in ("RUNNING", "TOOLS"):
        file = tmp_path / f"{name}.lock"
        file.write_text(f"{name}==1\n", encoding="ascii")
        lock = environment.Lock(file, tmp_path / f"{name}.stamp")
        monkeypatch.setattr(environment, name, lock)
    asked = []
    monkeypatch.setattr(environment, "find_uv", lambda _places: "uv")
    monkeypatch.setattr(
        environment, "run", lambda command, _done: asked.append(locks_in(command, tmp_path))
    )
    return asked


def locks_in(command, folder):
    return [Path(word).stem for word in command if Path(word).parent == folder]


def enter(command, tmp_path):
    """Do what entering does before the command, as in an environment that works."""
    needed = environment.needed([command])
    if not environment.is_ready(Path("python"), needed):
        environment.prepare(InstallationPaths(tmp_path), Path("python"), needed)


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        pytest.param(["up", "up"], [["RUNNING"]], id="what runs has no tools"),
        pytest.param(["migrate"], [["RUNNING"]], id="a command of Django has none either"),
        pytest.param(["test", "lint"], [["RUNNING", "TOOLS"]], id="tests and lint bring them"),
        pytest.param(["up", "test"], [["RUNNING"], ["RUNNING", "TOOLS"]], id="tools come later"),
        pytest.param(["test", "up", "test"], [["RUNNING", "TOOLS"]], id="tools stay"),
    ],
)
def test_packages_follow_the_command_and_are_installed_once(calls, tmp_path, commands, expected):
    for command in commands:
        enter(command, tmp_path)

    assert calls == expected


def test_a_changed_lock_is_installed_together_with_the_tools_that_are_there(calls, tmp_path):
    enter("test", tmp_path)
    environment.RUNNING.file.write_text("RUNNING==2\n", encoding="ascii")

    enter("up", tmp_path)
    enter("test", tmp_path)

    assert calls == [["RUNNING", "TOOLS"], ["RUNNING", "TOOLS"]]


def test_changed_tools_wait_for_a_command_that_needs_them(calls, tmp_path):
    enter("test", tmp_path)
    environment.TOOLS.file.write_text("TOOLS==2\n", encoding="ascii")

    enter("up", tmp_path)

    assert calls == [["RUNNING", "TOOLS"]]


def test_uv_of_the_side_environment_is_used_where_the_path_has_none(tmp_path, monkeypatch):
    uv = tmp_path / "uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", "/nowhere")

    assert environment.find_uv(InstallationPaths(tmp_path)) == str(uv)


def test_failure_of_uv_is_told_with_its_own_words():
    command = ["/bin/sh", "-c", "echo no such package >&2; exit 2"]

    with pytest.raises(Trouble) as raised:
        environment.run(command, "filled")

    assert "could not be filled. uv said:\nno such package\n" in str(raised.value)


def test_foreign_certificate_is_tried_again_with_the_systems_list():
    command = ["/bin/sh", "-c", 'test -n "$UV_SYSTEM_CERTS" || { echo certificate >&2; exit 1; }']

    environment.run(command, "filled")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param({}, {}, id="beside the sources"),
        pytest.param(
            {"PYTHONDONTWRITEBYTECODE": "1"},
            {"PYTHONPYCACHEPREFIX": str(environment.BYTECODE)},
            id="apart",
        ),
        pytest.param(
            {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"},
            {"PYTHONPYCACHEPREFIX": "/elsewhere"},
            id="where it is told",
        ),
    ],
)
def test_compiled_modules_are_kept(monkeypatch, given, kept):
    monkeypatch.setattr(sys, "dont_write_bytecode", bool(given))
    monkeypatch.setattr(sys, "pycache_prefix", None)
    environ = dict(given)

    environment.keep_bytecode(environ)

    assert environ == kept
    assert (sys.dont_write_bytecode, sys.pycache_prefix) == (
        False,
        kept.get("PYTHONPYCACHEPREFIX"),
    )


def test_compiled_modules_do_not_stand_where_the_environment_is_made():
    assert environment.ENVIRONMENT not in environment.BYTECODE.parents
