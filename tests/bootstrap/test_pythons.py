"""Which Python is taken."""

import sys

import pytest

from ops.bootstrap import pythons


def make_interpreters(folder, *names):
    for name in names:
        (folder / name / "bin").mkdir(parents=True)


@pytest.mark.parametrize(
    ("version", "expected"),
    [((3, 11), False), ((3, 12), True), ((3, 14, 1), True), ((3, 15), False), ((2, 7), False)],
)
def test_versions_from_3_12_to_3_14_suit(version, expected):
    assert pythons.suits(version) is expected


def test_pyenv_versions_come_preferred_minor_and_newest_first(tmp_path):
    make_interpreters(tmp_path / "versions", "3.12.1", "3.13.2", "3.13.10", "3.11.7", "3.14.0")

    found = pythons.pyenv_pythons({"PYENV_ROOT": str(tmp_path)})

    names = [path.split("/")[-3] for path in found]
    assert names == ["3.13.10", "3.13.2", "3.14.0", "3.12.1"]


def test_pyenv_is_found_below_the_home_folder(tmp_path):
    make_interpreters(tmp_path / ".pyenv" / "versions", "3.13.0")

    found = pythons.pyenv_pythons({"HOME": str(tmp_path)})

    assert found == [str(tmp_path / ".pyenv/versions/3.13.0/bin/python")]


def test_current_interpreter_wins_when_it_suits():
    found = pythons.find({"PATH": ""}, current="/here/python", ask=lambda _: (3, 12))

    assert found == "/here/python"


def test_shim_that_does_not_start_is_passed_over(tmp_path):
    make_interpreters(tmp_path / "versions", "3.13.0")
    real = str(tmp_path / "versions/3.13.0/bin/python")
    answers = {"/old/python": (3, 11), real: (3, 13)}

    found = pythons.find(
        {"PATH": "", "PYENV_ROOT": str(tmp_path)}, current="/old/python", ask=answers.get
    )

    assert found == real


def test_none_is_found_where_only_old_ones_are(tmp_path):
    environ = {"PATH": "", "PYENV_ROOT": str(tmp_path)}

    assert pythons.find(environ, current="/old/python", ask=lambda _: (3, 11)) is None


def test_version_is_asked_of_the_interpreter_itself():
    assert pythons.version_of(sys.executable) == sys.version_info[:2]


def test_program_that_fails_has_no_version(tmp_path):
    shim = tmp_path / "python"
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="ascii")
    shim.chmod(0o755)

    assert pythons.version_of(str(shim)) is None
    assert pythons.version_of(str(tmp_path / "missing")) is None
