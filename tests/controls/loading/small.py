"""The small catalogue written for these tests, and copies of it with one file replaced."""

import shutil
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data" / "catalogue"
GOOD = DATA / "good"
RULES = "house-law/2030/provisions/rules.yaml"


def catalogue_with(folder: Path, target: str, content: bytes) -> Path:
    """Copy the good catalogue and put the content where the target lies."""
    root = folder / "catalogue"
    shutil.copytree(GOOD, root)
    (root / target).write_bytes(content)
    return root
