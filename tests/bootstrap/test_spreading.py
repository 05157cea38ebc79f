"""Tests in several processes: whole files, the longest first, with progress and a summary."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ops.bootstrap.places import ROOT
from tests import progress, spread

TESTS = """
import os
import pytest

@pytest.fixture(scope="module")
def shared():
    return 1

@pytest.mark.parametrize("number", range(6))
def test_good(shared, number):
    assert number >= 0
"""
BAD = "def test_bad():\n    assert False\n"
WRITE = (
    "import pathlib\n\ndef test_it(request):\n    pathlib.Path({log!r}).open('a').write('{name} ')"
)


def run_pytest(folder, *words):
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    slow\n    browser\n    django_db\n", encoding="utf-8"
    )
    plugins = ["-p", "xdist", "-p", "no:cacheprovider"]
    ours = ["-p", "tests.spread", "-p", "tests.progress"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *ours, f"-c{folder}/pytest.ini", *words, folder],
        cwd=ROOT,
        # What else is installed beside pytest takes most of its start.
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def write(folder, name, text):
    (folder / f"test_{name}.py").write_text(text, encoding="utf-8")


def test_progress_is_told_and_the_last_line_is_the_ordinary_one(tmp_path):
    write(tmp_path, "first", TESTS)
    write(tmp_path, "second", TESTS)

    done = run_pytest(tmp_path, "-n", "2")

    assert done.returncode == 0
    assert re.search(r"^\[100%\] 12 of 12 tests after \d+:\d\d$", done.stdout, re.MULTILINE)
    assert "...." not in done.stdout
    assert "12 passed in " in done.stdout.splitlines()[-1]


def test_failure_is_told_when_it_happens_and_in_the_summary(tmp_path):
    write(tmp_path, "first", TESTS)
    write(tmp_path, "second", BAD)

    done = run_pytest(tmp_path, "-n", "2")

    assert done.returncode == 1
    assert "FAILED test_second.py::test_bad (call)" in done.stdout
    assert re.search(r"^\[100%\] 7 of 7 tests after \d+:\d\d, 1 failed$", done.stdout, re.MULTILINE)
    assert "1 failed, 6 passed in " in done.stdout.splitlines()[-1]


def test_one_process_shows_what_pytest_shows(tmp_path):
    write(tmp_path, "first", TESTS)

    done = run_pytest(tmp_path, "-n", "0")

    assert done.returncode == 0
    assert "....." in done.stdout
    assert "of 6 tests after" not in done.stdout


def test_slow_tests_and_those_of_the_browser_come_first(tmp_path):
    log = str(tmp_path / "order")
    marked = "import pytest\npytestmark = pytest.mark.{mark}\n" + WRITE
    write(tmp_path, "a", WRITE.format(log=log, name="plain"))
    write(tmp_path, "b", marked.format(log=log, name="browser", mark="browser"))
    write(tmp_path, "c", marked.format(log=log, name="slow", mark="slow"))

    done = run_pytest(tmp_path, "-n", "1")

    assert done.returncode == 0
    assert Path(log).read_text(encoding="utf-8") == "slow browser plain "


FIXTURE = "import pytest\n\n@pytest.fixture\ndef db():\n    pass\n\n"
MARK = "import pytest\n\npytestmark = pytest.mark.django_db\n"


@pytest.mark.parametrize(
    ("before", "after"), [(FIXTURE, ""), (MARK, ""), ("", "\ntest_it.is_hypothesis_test = True\n")]
)
def test_few_tests_that_take_long_come_before_more_that_only_reckon(tmp_path, before, after):
    log = str(tmp_path / "order")
    reckoning = WRITE.replace("(request)", "(number)").format(log=log, name="reckons")
    reckoning = reckoning.replace(
        "def ", "import pytest\n@pytest.mark.parametrize('number', 'abc')\ndef "
    )
    write(tmp_path, "a", reckoning)
    long = WRITE.replace("request", "db" if before == FIXTURE else "request")
    write(tmp_path, "b", before + long.format(log=log, name="long") + after)

    done = run_pytest(tmp_path, "-n", "1")

    assert done.returncode == 0
    assert Path(log).read_text(encoding="utf-8") == "long reckons reckons reckons "


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("tests/records/test_lists.py::test_order[name]", "tests/records/test_lists.py"),
        (
            "tests/contract/test_pages.py::test_list[inventory.usecase]",
            "tests/contract/test_pages.py::test_list",
        ),
    ],
)
def test_files_are_run_in_one_piece_but_tests_of_every_kind_test_by_test(nodeid, expected):
    assert spread.unit(nodeid) == expected


class Report:
    when, failed, nodeid = "teardown", False, "tests/test_a.py::test_a"


def test_progress_is_a_share_a_number_and_a_time():
    now = [10.0]
    shown = progress.Progress(print, clock=lambda: now[0])
    before = shown.line()
    shown.pytest_xdist_node_collection_finished(["test"] * 200)

    for _test in range(31):
        shown.pytest_runtest_logreport(Report)
    now[0] = 105.9

    assert before == "[  0%] looking for tests after 0:00"
    assert shown.line() == "[ 15%] 31 of 200 tests after 1:35"


def test_progress_is_told_while_a_long_test_runs():
    told, twice = [], threading.Event()

    def tell(line):
        told.append(line)
        if len(told) == 2:
            twice.set()

    shown = progress.Progress(tell, every=0.01, clock=lambda: 0.0)
    shown.pytest_xdist_node_collection_finished(["test"] * 200)

    shown.pytest_sessionstart()

    assert twice.wait(60)
    shown.pytest_sessionfinish()
    assert told[:2] == ["[  0%] 0 of 200 tests after 0:00"] * 2
