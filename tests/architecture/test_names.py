"""One name, one class."""

import ast
from collections import defaultdict

from tests.architecture.tree import APPS, modules, name_of, parsed

# Django asks for these.
OF_DJANGO = {"Meta", "Command", "Migration"}
# It stands alone, by decision 0011, and repeats what it may not import.
ALONE = "records/ledger/verify.py"


def bearers():
    """Return the modules that define a class of each name, one entry for each class."""
    found = defaultdict(list)
    for path in modules(*APPS):
        if name_of(path) == ALONE or "/migrations/" in name_of(path):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef) and node.name not in OF_DJANGO:
                found[node.name].append(name_of(path))
    return found


def test_each_class_has_a_name_of_its_own():
    twice = {name: where for name, where in bearers().items() if len(where) > 1}

    assert twice == {}
