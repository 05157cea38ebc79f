"""What is installed without a question, and what is only named."""

import pytest

from ops.bootstrap import system
from ops.bootstrap.system import PANGO, Means

APT_ROOT = Means("apt-get", (), silent=True)
APT_SUDO = Means("apt-get", ("sudo", "-n"), silent=True)
APT_ASKS = Means("apt-get", ("sudo", "-n"), silent=False)
BREW = Means("brew", (), silent=True)
BREW_ROOT = Means("brew", (), silent=False)


@pytest.mark.parametrize(
    ("programs", "is_root", "sudo", "expected"),
    [
        pytest.param({"apt-get"}, True, False, APT_ROOT, id="root on Debian"),
        pytest.param({"apt-get"}, False, True, APT_SUDO, id="silent sudo"),
        pytest.param({"apt-get"}, False, False, APT_ASKS, id="sudo would ask"),
        pytest.param({"brew"}, False, False, BREW, id="macOS"),
        pytest.param({"brew"}, True, False, BREW_ROOT, id="brew refuses root"),
        pytest.param(set(), True, True, Means(None), id="another system"),
    ],
)
def test_means_of_installing_follow_from_the_machine(programs, is_root, sudo, expected):
    means = system.means(has=programs.__contains__, is_root=is_root, sudo_is_silent=sudo)

    assert means == expected


def test_nothing_is_run_where_a_question_would_be_asked():
    assert system.install_commands(PANGO, APT_ASKS) == []


def test_package_lists_are_fetched_only_after_a_first_try():
    commands = system.install_commands(system.QPDF, APT_SUDO)

    assert [command[7] for command in commands] == ["install", "update", "install"]
    assert all(command[:3] == ["sudo", "-n", "apt-get"] for command in commands)


def test_older_systems_get_pango_without_its_optional_part():
    commands = system.install_commands(PANGO, APT_ROOT)

    assert "libharfbuzz-subset0" in commands[-2]
    assert "libharfbuzz-subset0" not in commands[-1]


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        (APT_ASKS, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        (BREW_ROOT, "brew install pango"),
        (Means(None), "install Pango with your system's package manager"),
    ],
)
def test_one_line_is_named(means, expected):
    assert system.line_for(PANGO, means) == expected


def test_missing_thing_is_named_once_and_the_rest_goes_on(monkeypatch, capsys):
    missing = system.Need("Pango", lambda: False, (("libpango",),), (), "No PDF without it.")
    monkeypatch.setattr(system, "means_here", lambda: APT_ASKS)

    assert system.provide(missing) is False
    assert capsys.readouterr().out == (
        "Pango is missing. No PDF without it. To get it: sudo apt-get install libpango\n"
    )
