"""How a command line is taken apart."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError

from ops.bootstrap import django_commands, linting, places, secret_key, steps, testing
from ops.bootstrap.trouble import Trouble


@pytest.mark.parametrize(
    ("command", "login"),
    [
        ("migrate", "owner"),
        ("makemigrations", "owner"),
        ("shell", "owner"),
        ("backup", "owner"),
        ("restore", "owner"),
        ("sequence", "app"),
        ("verify_ledger", "app"),
        ("health", "app"),
    ],
)
def test_only_commands_that_change_the_database_itself_get_the_owner(command, login):
    assert django_commands.login_for(command) == login


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], ["-m", "not slow"], id="plain"),
        pytest.param(["--all"], [], id="slow ones too"),
        pytest.param(
            ["--all", "--no-skips"], ["-p", "tests.no_skips"], id="continuous integration"
        ),
        pytest.param(["tests/records", "-x"], ["-m", "not slow", "tests/records", "-x"], id="part"),
        pytest.param(["-m", "browser"], ["-m", "browser"], id="own choice of markers"),
    ],
)
def test_test_options_become_those_of_pytest(given, expected):
    assert testing.pytest_arguments(given, cores=1) == expected


SPREAD = ["-p", "tests.spread", "-p", "tests.progress", "--durations=20", "--durations-min=1"]
FILE = "tests/bootstrap/test_commands.py"


@pytest.mark.parametrize(
    ("given", "cores", "expected"),
    [
        pytest.param([], 4, ["-n", "5", *SPREAD], id="the whole suite"),
        pytest.param(["--strict"], 64, ["-n", "12", *SPREAD], id="many cores"),
        pytest.param([], 1, [], id="one core"),
        pytest.param(["tests/records", "-x"], 4, ["-n", "5", *SPREAD], id="a folder"),
        pytest.param([FILE], 4, [], id="a file"),
        pytest.param([FILE] * 3, 4, [], id="three files"),
        pytest.param([FILE] * 4, 4, ["-n", "5", *SPREAD], id="four files"),
        pytest.param([FILE, "tests/records"], 4, ["-n", "5", *SPREAD], id="file and folder"),
        pytest.param(["-k", FILE], 4, ["-n", "5", *SPREAD], id="a file as the value of an option"),
        pytest.param(["--ignore", FILE, "-x"], 4, ["-n", "5", *SPREAD], id="a file left out"),
        pytest.param(["-k", "ledger", FILE], 4, [], id="a file after an option"),
        pytest.param([f"{FILE}::test_steps_are_cut_at_then"], 4, [], id="one test"),
        pytest.param(["-k", "ledger"], 4, ["-n", "5", *SPREAD], id="by a word"),
        pytest.param(["-n", "2"], 4, SPREAD, id="own number"),
        pytest.param(["-n0", FILE], 4, SPREAD, id="own number in one word"),
        pytest.param(["--dist=worksteal"], 4, SPREAD, id="own way"),
        pytest.param(["--no-header"], 4, ["-n", "5", *SPREAD], id="no number"),
        pytest.param(["--pdb"], 4, [], id="debugger"),
        pytest.param(["-s"], 4, [], id="output of the tests"),
        pytest.param(["--collect-only"], 4, [], id="nothing is run"),
        pytest.param(["--lf"], 4, [], id="what failed before"),
        pytest.param(["-p", "no:xdist"], 4, [], id="xdist switched off"),
    ],
)
def test_tests_are_spread_over_the_cores_where_that_is_quicker(given, cores, expected):
    assert testing.spreading(given, cores) == expected


def test_lint_changes_files_only_when_told_to():
    assert "--check" in linting.checks(fix=False)["format"]
    assert "--check" not in linting.checks(fix=True)["format"]
    assert "--fix" not in linting.checks(fix=False)["lint"]
    assert "--fix" in linting.checks(fix=True)["lint"]


def test_steps_are_cut_at_then():
    words = ["migrate", "--noinput", "--then", "collectstatic", "--then"]

    assert steps.split(words) == [["migrate", "--noinput"], ["collectstatic"]]


def test_step_that_refuses_is_told_in_its_own_sentence(monkeypatch):
    def refuse(*_words):
        raise CommandError("This database was left half-way.")

    monkeypatch.setattr("django.core.management.call_command", refuse)

    with pytest.raises(SystemExit) as refused:
        steps.run([["migrate"]])

    assert refused.value.code == "This database was left half-way."


def test_secret_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"

    first, second = secret_key.read_or_make(path), secret_key.read_or_make(path)

    assert first == second
    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o666, 0o644, 0o640])
def test_secret_key_that_others_may_use_is_refused(tmp_path, mode):
    path = tmp_path / "secret_key"
    kept = secret_key.read_or_make(path)
    path.chmod(mode)

    with pytest.raises(Trouble, match="chmod 600"):
        secret_key.read_or_make(path)

    assert path.read_text() == kept


def test_given_secret_key_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")

    secret_key.ensure(tmp_path / "secret_key")

    assert not (tmp_path / "secret_key").exists()


# What a request or a job needs, and what a command that reads a file does not.
HEAVY = {"celery", "rest_framework", "weasyprint", "openpyxl", "fontTools", "redis", "allauth"}


@pytest.mark.parametrize("command", sorted(django_commands.PURE))
def test_a_pure_command_loads_neither_models_nor_what_prints_or_serves(command, tmp_path):
    code = (
        "import sys; from ops.bootstrap import django_commands\n"
        f"try: django_commands.run([{command!r}, '--help'])\n"
        "except SystemExit: print(' '.join(sys.modules), file=sys.stderr)"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=places.ROOT,
        env={**kept, "COUNTERSIGN_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(done.stderr.split())
    assert django_commands.PURE[command] in loaded
    assert loaded & HEAVY == set()
    assert not any(name.endswith(".models") or ".models." in name for name in loaded)
