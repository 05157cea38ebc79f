"""The whole of 'up', from an empty state folder to a clean stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config.bootstrap import checks
from config.bootstrap.places import ROOT

pytestmark = pytest.mark.slow

READY_SECONDS = 180


class Installation:
    """One run of 'up' on a state folder and a port of its own."""

    def __init__(self, state):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.state = state
        self.output = state.with_suffix(".out")
        self.process = None

    def start(self):
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                self.command("up", "--demo", "--port", str(self.port)),
                env=self.environ(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.wait_for("Countersign is ready: ")

    def command(self, *words):
        return [sys.executable, str(ROOT / "manage.py"), *words]

    def environ(self):
        # Nothing of the tests' own settings may leak in: an empty environment must do.
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "COUNTERSIGN_STATE": str(self.state)}

    def said(self):
        return self.output.read_text(encoding="utf-8")

    def wait_for(self, words):
        last = time.monotonic() + READY_SECONDS
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < last, self.said()
            time.sleep(0.1)

    def get(self):
        return urllib.request.urlopen(f"http://localhost:{self.port}/", timeout=30)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def leftovers(self):
        listing = subprocess.run(
            ["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True
        )
        return [line for line in listing.stdout.splitlines() if str(self.state) in line]


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
