"""The one who kills finds its victims, whatever the width of the terminal around it."""

import os
import subprocess
import sys

from tests.journeys import killing


def test_a_narrow_terminal_hides_no_process(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    words = [sys.executable, "-c", "input()", "padding " * 20, "manage.py sequence"]
    environ = {**os.environ, "COUNTERSIGN_STATE": str(tmp_path)}

    with subprocess.Popen(words, env=environ, stdin=subprocess.PIPE) as process:
        found = killing.processes(tmp_path)["sequencer"]
        process.communicate(b"\n")

    assert found == [process.pid]
