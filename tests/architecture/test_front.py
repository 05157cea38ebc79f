"""What upper floors may import of records."""

import ast

from tests.architecture.tree import APPS, modules, name_of, parsed

# Rooms that name at their door what upper floors may use; the modules behind are for records alone.
ROOMS = ("records.lists.", "records.views.")
# Everything that upper floors import from. It may shrink; what is added wants a reason.
FRONT = {
    "records",
    "records.act",
    "records.acting",
    "records.actors",
    "records.addresses",
    "records.api",
    "records.api.jobs",
    "records.api.parsing",
    "records.api.schema",
    "records.api.serializers",
    "records.api.views",
    "records.commitments",
    "records.contents",
    "records.documents",
    "records.documents.charts",
    "records.documents.document",
    "records.documents.enclosures",
    "records.documents.fence",
    "records.documents.making",
    "records.documents.parts",
    "records.documents.qr",
    "records.documents.seal",
    "records.documents.sections",
    "records.erasure",
    "records.errors",
    "records.features",
    "records.finding",
    "records.forms",
    "records.health",
    "records.history",
    "records.ids",
    "records.incoming",
    "records.jobs",
    "records.kinds",
    "records.kinds.targets",
    "records.ledger",
    "records.ledger.canonical",
    "records.ledger.checks",
    "records.ledger.erased",
    "records.ledger.revising",
    "records.lists",
    "records.models",
    "records.moments",
    "records.panels",
    "records.permissions",
    "records.remembered",
    "records.repeats",
    "records.spoken",
    "records.templatetags.shapes",
    "records.templatetags.ui_moments",
    "records.texts",
    "records.timeline",
    "records.turns",
    "records.urls",
    "records.values",
    "records.verbs",
    "records.views",
    "records.work",
}


def imported():
    """Return by module of records who imports from it on upper floors."""
    found = {}
    for path in modules(*(app for app in APPS if app != "records")):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "records":
                found.setdefault(node.module, set()).add(name_of(path))
    return found


def test_upper_floors_import_from_the_front_alone():
    beside = {module: who for module, who in imported().items() if module not in FRONT}

    assert beside == {}


def test_what_nobody_imports_leaves_the_front():
    assert FRONT - imported().keys() == set()


def test_nothing_behind_a_room_stands_in_the_front():
    assert [name for name in FRONT if name.startswith(ROOMS)] == []
