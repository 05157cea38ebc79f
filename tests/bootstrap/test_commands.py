"""How a command line is taken apart."""

import pytest

from config.bootstrap import django_commands, linting, secret_key, steps, testing


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
    assert testing.pytest_arguments(given) == expected


def test_lint_changes_files_only_when_told_to():
    assert "--check" in linting.checks(fix=False)["format"]
    assert "--check" not in linting.checks(fix=True)["format"]
    assert "--fix" not in linting.checks(fix=False)["lint"]
    assert "--fix" in linting.checks(fix=True)["lint"]


def test_steps_are_cut_at_then():
    words = ["migrate", "--noinput", "--then", "collectstatic", "--then"]

    assert steps.split(words) == [["migrate", "--noinput"], ["collectstatic"]]


def test_secret_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"

    first, second = secret_key.read_or_make(path), secret_key.read_or_make(path)

    assert first == second
    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_given_secret_key_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")

    secret_key.ensure(tmp_path / "secret_key")

    assert not (tmp_path / "secret_key").exists()
