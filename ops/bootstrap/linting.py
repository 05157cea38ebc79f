"""The command 'lint': format, lint, strict types, import layers and missing migrations."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ops.bootstrap import embedded
from ops.bootstrap.places import ROOT

MIGRATIONS = [str(ROOT / "manage.py"), "makemigrations", "--check", "--dry-run"]


def checks(*, fix: bool) -> dict[str, list[str]]:
    """Return what is run, by name; with `fix` what can be repaired is."""
    programs = Path(sys.executable).parent
    return {
        "format": [str(programs / "ruff"), "format", *([] if fix else ["--check"]), "."],
        "lint": [str(programs / "ruff"), "check", *(["--fix"] if fix else []), "."],
        "types": [str(programs / "mypy"), "."],
        "layers": [str(programs / "lint-imports")],
        "migrations": [sys.executable, *MIGRATIONS],
    }


def run(arguments: Sequence[str]) -> int:
    """Run every check, also after one has failed; return 1 when any did."""
    embedded.ensure_database()
    # makemigrations compares with the database, under the login that owns it.
    environ = {**os.environ, "COUNTERSIGN_LOGIN": "owner"}
    failed = []
    for name, command in checks(fix="--fix" in arguments).items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", flush=True)
    return 1 if failed else 0
