"""The whole bench on a register of few use cases: every figure is had."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops.bench.budgets import BUDGETS

ROOT = Path(__file__).resolve().parents[2]
SCALE = 40


@pytest.mark.slow
def test_a_small_register_is_filled_served_and_measured(tmp_path):
    command = [sys.executable, str(ROOT / "manage.py"), "bench", "--scale", str(SCALE)]
    environment = {**os.environ, "COUNTERSIGN_STATE": str(tmp_path), "COUNTERSIGN_LOGIN": "app"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    done = subprocess.run(
        [*command, "--requests", "1", "--seconds", "1", "--pages", "24", "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_200,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    filled = told["filled"]
    assert (filled["use_cases"], filled["use_case_history_rows"]) == (SCALE, 3 * SCALE)
    figures = {figure["name"]: figure for figure in told["figures"]}
    unmeasured = {name for name, figure in figures.items() if figure["value"] is None}
    assert unmeasured == {"import of a register"}, [figures[name] for name in unmeasured]
    documents = {name for name in BUDGETS if name.startswith("document of ")}
    assert set(BUDGETS) - documents <= set(figures)
    assert len([name for name in figures if name.startswith("document of 24 pages, ")]) == 3
    assert not (tmp_path / "bench").exists()
