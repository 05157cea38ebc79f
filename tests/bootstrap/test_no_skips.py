"""The plugin that forbids skips."""

import os
import subprocess
import sys

import pytest

from ops.bootstrap.places import ROOT

MIXED = """
import pytest

def test_passed():
    assert True

def test_skipped():
    pytest.skip("no browser")

@pytest.mark.xfail
def test_expected_to_fail():
    assert False
"""
WHOLE = "import pytest\npytest.skip('no browser', allow_module_level=True)\n"
FORBIDDEN = "This run forbids skips, and this was skipped: no browser"


def run_pytest(folder, text, *more):
    (folder / "test_sample.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    plugins = ["-p", "xdist", "-p", "no:cacheprovider", "-p", "tests.no_skips"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, f"-c{folder}/pytest.ini", str(folder), *more],
        cwd=ROOT,
        # What else is installed beside pytest takes most of its start.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("processes", ["0", "2"])
def test_skipped_test_fails_with_its_reason_and_no_other_does(tmp_path, processes):
    done = run_pytest(tmp_path, MIXED, "-n", processes)

    assert done.returncode == 1
    assert FORBIDDEN in done.stdout
    assert "1 failed, 1 passed, 1 xfailed" in done.stdout


@pytest.mark.parametrize("processes", ["0", "2"])
def test_module_skipped_as_a_whole_fails_too(tmp_path, processes):
    done = run_pytest(tmp_path, WHOLE, "-n", processes)

    assert done.returncode != 0
    assert FORBIDDEN in done.stdout
