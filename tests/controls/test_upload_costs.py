"""What a hostile upload costs: seconds, and memory beside what the process holds anyway."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.controls import uploads

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2
MORE_MEMORY = 100  # MiB


@pytest.fixture(scope="module")
def reader():
    """The process that reads uploads, one line for each."""
    command = [sys.executable, "-m", "tests.controls.uploads"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        yield process
        process.stdin.close()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured by /proc")
@pytest.mark.parametrize("name", sorted(uploads.FILES))
def test_a_hostile_upload_costs_little(name, tmp_path, reader):
    file = tmp_path / "file"
    file.write_bytes(uploads.FILES[name]())

    reader.stdin.write(json.dumps([str(file), name.partition(" ")[0]]) + "\n")
    reader.stdin.flush()
    cost = json.loads(reader.stdout.readline())
    sys.stdout.write(f"{name}: {cost}\n")
    assert cost["refused"], name
    assert cost["more"] <= MORE_MEMORY, cost
    assert cost["seconds"] <= SECONDS, cost
