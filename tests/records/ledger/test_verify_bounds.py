"""Each hostile file ends in a sentence, soon and in little memory, under a bare interpreter."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from records.ledger import verify
from tests.records.ledger import hostile

MOST_SECONDS = 5.0
MOST_MIB = 300


# Starts the verifier from a small process, whose own memory the peak would begin with.
LAUNCHER = """
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(json.dumps([done.returncode, done.stdout.decode(), seconds, peak]))
"""


def run(path, *arguments, python=sys.executable):
    """Run the verifier under a limit; give exit code, output, CPU seconds and peak in MiB."""
    program = [python, "-I", "-S", verify.__file__, str(path), *arguments]
    command = [python, "-I", "-S", "-c", LAUNCHER, *program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(done.stdout)


@cache
def oldest():
    """Find Python 3.9, the oldest that is promised; else this one measures."""
    places = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    return next(map(str, places.glob("3.9.*/bin/python3")), shutil.which("python3.9")) or (
        sys.executable
    )


@pytest.mark.parametrize("name", hostile.FILES)
def test_hostile_file_ends_in_a_sentence(name, keys, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(hostile.FILES[name](keys))

    code, said, seconds, peak = run(path, "--all", python=oldest())

    assert code in (1, 2)
    assert said.startswith("verdict    ")
    assert "Traceback" not in said
    assert "Error)" not in said
    assert seconds < MOST_SECONDS
    assert peak < MOST_MIB


def test_time_that_runs_out_ends_in_a_sentence(tmp_path, keys):
    pipe = tmp_path / "never written"
    os.mkfifo(pipe)

    code, said, _, _ = run(pipe, "--seconds", "0.2", "--json")

    assert code == 2
    assert '"outcome": "unreadable"' in said
    assert "It takes longer than 0.2 seconds to read; --seconds gives it more." in said


def test_endless_file_is_read_no_further_than_the_largest():
    code, said, _, peak = run("/dev/zero")

    assert code == 2
    assert said == "verdict    UNREADABLE. /dev/zero is larger than this verifier reads.\n"
    assert peak < MOST_MIB
