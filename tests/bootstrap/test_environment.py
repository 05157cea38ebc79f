"""When packages are installed, and how uv is found."""

import hashlib

import pytest

from config.bootstrap import environment
from config.bootstrap.places import Places
from config.bootstrap.trouble import Trouble

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


def test_uv_of_the_side_environment_is_used_where_the_path_has_none(tmp_path, monkeypatch):
    uv = tmp_path / "uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", "/nowhere")

    assert environment.find_uv(Places(tmp_path)) == str(uv)


def test_failure_of_uv_is_told_with_its_own_words():
    command = ["/bin/sh", "-c", "echo no such package >&2; exit 2"]

    with pytest.raises(Trouble) as raised:
        environment.run(command, "filled")

    assert "could not be filled. uv said:\nno such package\n" in str(raised.value)


def test_foreign_certificate_is_tried_again_with_the_systems_list():
    command = ["/bin/sh", "-c", 'test -n "$UV_SYSTEM_CERTS" || { echo certificate >&2; exit 1; }']

    environment.run(command, "filled")
