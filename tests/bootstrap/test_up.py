"""The whole of 'up', from an empty state folder to a clean stop."""

import http.client
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from ops.bootstrap import checks
from tests.bootstrap.installation import Installation
from tests.journeys import killing

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


def test_killed_web_server_is_back_at_once_however_often(installation):
    """The third time in a minute as fast as the first: what was killed has not failed."""
    sentence = "The web server was ended by signal 9; it starts again now."
    for number in range(1, 4):
        killing.kill(installation.state, "web server")
        while installation.said().count(sentence) < number:
            time.sleep(0.05)

        assert answers_again(installation) == 200
    assert installation.said().count("The web server was ended") == 3


def answers_again(installation):
    last = time.monotonic() + 10
    while True:
        try:
            with installation.get() as page:
                return page.status
        except (OSError, http.client.HTTPException):
            assert time.monotonic() < last
            time.sleep(0.1)


def test_stop_leaves_no_process_and_a_second_start_works(installation):
    code = installation.stop()

    assert code == 0
    assert installation.leftovers() == []
    assert not checks.is_taken(installation.port)

    installation.start()

    assert re.search(r"Countersign is ready: http://localhost:\d+", installation.said())
