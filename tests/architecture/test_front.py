"""What upper floors may import of records."""

import ast

from tests.architecture.tree import APPS, ROOT, modules, name_of, parsed

# Rooms that name at their door what upper floors may use; the modules behind are for records alone.
ROOMS = {"health", "incoming", "lists", "pages"}
# What upper floors import from: modules, and in other rooms those modules that are open to them.
# It may shrink; what is added wants a reason.
FRONT = {
    "actors",
    "addresses",
    "api.jobs",
    "api.parsing",
    "api.schema",
    "api.serializers",
    "api.urls",
    "api.views",
    "changing.acting",
    "changing.archiving",
    "changing.erasure",
    "changing.following",
    "changing.open_acts",
    "changing.parts",
    "changing.repeats",
    "changing.snapshot",
    "contents",
    "documents.cache",
    "documents.charts",
    "documents.fence",
    "documents.making",
    "documents.parts",
    "documents.qr",
    "documents.seal",
    "documents.sections",
    "errors",
    "features",
    "forms",
    "health",
    "history.moments",
    "history.past",
    "history.timeline",
    "ids",
    "incoming",
    "jobs",
    "kinds",
    "kinds.targets",
    "ledger.anchors",
    "ledger.book",
    "ledger.bundle",
    "ledger.canonical",
    "ledger.checks",
    "ledger.erased",
    "ledger.keys",
    "ledger.note",
    "ledger.revising",
    "ledger.verify",
    "lists",
    "models",
    "pages",
    "panels",
    "permissions",
    "private",
    "remembered",
    "shapes",
    "styleguide",
    "texts",
    "values",
    "verbs",
    "wording",
}


def imported():
    """Return by module of records who imports from it on upper floors."""
    found = {}
    for path in modules(*(app for app in APPS if app != "records")):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "records":
                for name in node.names:
                    found.setdefault(home(node.module, name.name), set()).add(name_of(path))
    return found


def home(module, name):
    """Return where a name is found: the module that holds it, or the door of its room."""
    below = module.partition(".")[2]
    if below in ROOMS:
        return below
    whole = f"{below}.{name}".lstrip(".")
    at = ROOT / "records" / whole.replace(".", "/")
    return whole if at.is_dir() or at.with_suffix(".py").exists() else below


def test_upper_floors_import_from_the_front_alone():
    beside = {module: who for module, who in imported().items() if module not in FRONT}

    assert beside == {}


def test_what_nobody_imports_leaves_the_front():
    assert FRONT - imported().keys() == set()
