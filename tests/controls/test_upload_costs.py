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


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured by /proc")
@pytest.mark.parametrize("name", sorted(uploads.FILES))
def test_a_hostile_upload_costs_little(name, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(uploads.FILES[name]())

    done = subprocess.run(
        [sys.executable, "-m", "tests.controls.uploads", str(file), name.partition(" ")[0]],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    )

    cost = json.loads(done.stdout)
    sys.stdout.write(f"{name}: {cost}\n")
    assert cost["refused"], name
    assert cost["more"] <= MORE_MEMORY, cost
    assert cost["seconds"] <= SECONDS, cost
