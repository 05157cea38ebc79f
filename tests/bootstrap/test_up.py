"""The whole of 'up', from an empty state folder to a clean stop."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from config.bootstrap import checks
from tests.bootstrap.installation import Installation

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("up") / "state")
    made.start()
    yield made
    made.stop()


def test_stranger_is_shown_the_sign_in_page(installation):
    with installation.get() as page:
        body = page.read().decode()

    assert page.status == 200
    assert 'type="password"' in body


def test_terminal_names_address_and_data(installation):
    said = installation.said()

    assert f"http://localhost:{installation.port}\n" in said
    assert f"Data and logs: {installation.state}\n" in said


def test_second_start_is_refused_with_the_address_of_the_first(installation):
    done = subprocess.run(
        installation.command("up", "--port", "1"),
        env=installation.environ(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert f"at http://localhost:{installation.port}." in done.stderr


def test_killed_database_is_back_and_the_page_with_it(installation):
    note = Path(installation.state, "postgres", "postmaster.pid")
    os.kill(int(note.read_text(encoding="utf-8").split()[0]), signal.SIGKILL)

    installation.wait_for("PostgreSQL had died and was started again.")

    with installation.get() as page:
        assert page.status == 200


def test_stop_leaves_no_process_and_a_second_start_works(installation):
    code = installation.stop()

    assert code == 0
    assert installation.leftovers() == []
    assert not checks.is_taken(installation.port)

    installation.start()

    assert re.search(r"Countersign is ready: http://localhost:\d+", installation.said())
