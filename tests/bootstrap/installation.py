"""A whole installation of its own for a test: what `up` starts, in a state folder apart."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg

from ops.bootstrap import postgres
from ops.bootstrap.places import ROOT

READY_SECONDS = 180


def listed(columns):
    """Return the list of all processes, uncut: `ps` cuts its lines where COLUMNS is set."""
    words = ["ps", "-ww", "-eo", columns]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


class Installation:
    """One run of 'up' on a state folder and a port of its own."""

    def __init__(self, state, *, demo=True):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.state = state
        self.output = state.with_suffix(".out")
        self.process = None
        self.options = ["--demo"] if demo else []

    def start(self):
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                self.command("up", *self.options, "--port", str(self.port)),
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
        # Nothing of the tests' own settings may leak in: an empty environment must do. Modules
        # that are compiled already stay compiled, wherever they are kept.
        names = ("PATH", "HOME", "PYTHONPYCACHEPREFIX")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return {**kept, "COUNTERSIGN_STATE": str(self.state)}

    def run(self, *words):
        """Run a command of the installation and return what it prints."""
        done = subprocess.run(
            self.command(*words),
            env=self.environ(),
            capture_output=True,
            text=True,
            timeout=READY_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, statement):
        """Ask the database while it runs: a command takes a hundred times as long to start."""
        folder = Path(self.state, "postgres", "postmaster.pid").read_text().splitlines()[4]
        with psycopg.connect(postgres.address(postgres.APP, Path(folder))) as line:
            return line.execute(statement).fetchall()

    def wait_until_placed(self):
        """Wait until every ledger entry has its place."""
        last = time.monotonic() + READY_SECONDS
        while self.ask("SELECT FROM records_pending LIMIT 1"):
            assert time.monotonic() < last, "the sequencer is behind"
            time.sleep(0.1)

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
        return [line for line in listed("pid,args").splitlines() if str(self.state) in line]
