"""The bootstrap runs on a bare, old Python: no package, no new syntax, no environment."""

import ast
import subprocess
import sys

import pytest

from ops.bootstrap.places import ROOT

MODULES = sorted((ROOT / "ops" / "bootstrap").glob("*.py"))


def imported_at_load(tree):
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


# What the bootstrap takes from the floor below; it is held to the same rule.
SHARED = {"records": ["__init__.py", "private.py"]}
BELOW = [ROOT / package / name for package, names in SHARED.items() for name in names]


@pytest.mark.parametrize("path", [ROOT / "manage.py", *MODULES, *BELOW], ids=lambda path: path.stem)
def test_module_loads_nothing_but_the_standard_library(path):
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))

    foreign = {
        name
        for name in imported_at_load(tree)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("ops.bootstrap")
        and name not in SHARED
    }

    assert foreign == set()


def test_bootstrap_loads_without_packages_and_without_environment():
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import ops.bootstrap.entry"

    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], env={}, check=False)

    assert done.returncode == 0
