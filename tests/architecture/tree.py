"""The files of the project, as the architecture tests look at them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("records", "governance", "inventory", "controls", "assessments", "config", "ops")
# What git leaves out too: environments, state, caches, and a lock of the packager's own.
NOT_OURS = {".git", ".venv", "var", "__pycache__", "node_modules", "staticfiles", "uv.lock"}


def is_ours(name: str) -> bool:
    """Say whether a file or folder of this name belongs to the project."""
    return name not in NOT_OURS and not name.endswith("_cache") and name != ".hypothesis"


def every_file() -> Iterator[Path]:
    """Yield every file of the project."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(filter(is_ours, folders))
        yield from (Path(folder, name) for name in sorted(filter(is_ours, files)))


def modules(*folders: str) -> list[Path]:
    """Return the Python files below these folders, without migrations."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module as a syntax tree, read once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return a path as people write it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def is_view(path: Path) -> bool:
    """Say whether a module answers requests of pages or of the API."""
    return bool({"views", "api"} & {path.parent.name, path.stem})
