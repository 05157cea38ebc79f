"""Records are written by acting alone, and reached by pages through what an actor may see."""

import ast

import pytest

from tests.architecture.tree import APPS, is_view, modules, name_of, parsed

# Calls that reach the database past the models. The first two are those of a queryset only when
# they look it: update() takes nothing but keywords there, delete() nothing at all.
PAST_THE_MODELS = {
    "update": lambda call: bool(call.keywords) and not call.args,
    "delete": lambda call: not call.args and not call.keywords,
    "_raw_delete": lambda call: True,
    "bulk_create": lambda call: True,
    "bulk_update": lambda call: True,
    "raw": lambda call: True,
    "execute": lambda call: True,
    "executemany": lambda call: True,
}

ALLOWED = {
    "assessments/actions/profiles.py: Obligation.objects.bulk_create": (
        "What is derived is no record: it is written once under the digest of its content, which "
        "the classification holds."
    ),
    "assessments/actions/profiles.py: ObligationProfile.objects.bulk_create": (
        "The head of what is derived, under that digest."
    ),
    "config/backup/restoring.py: cursor.execute": (
        "Puts a whole database in the place of another one; its history is verified afterwards."
    ),
    "config/health.py: cursor.execute": ("Asks for the rights of the login; it writes nothing."),
    "config/bench/surroundings.py: server.execute": (
        "Makes and drops the database that is measured in; it writes no record."
    ),
    "controls/actions/editions.py: Provision.objects.bulk_create": (
        "Provisions are no records: they are written once with their edition, within acting on it, "
        "and its entry in the ledger holds their digest."
    ),
    "governance/actions/people.py: EmailAddress.objects.filter(user_id=changed.pk).delete": (
        "The sign-in library's own note of an address is no record; it makes a new one."
    ),
    "inventory/actions/imports/commit.py: added.update": (
        "Rows of an import's report are no records; the import's entry holds the report's digest."
    ),
    "inventory/actions/imports/runs.py: ImportRow.objects.bulk_create": (
        "Rows of an import's preview are no records; the import's entry holds their digest."
    ),
    "inventory/actions/imports/runs.py: ImportRow.objects.filter(run=previewed).delete": (
        "A preview made anew takes the place of the one before; neither is a record."
    ),
}


def writes(tree):
    """Yield the text of each call that may write past the models."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            looks = PAST_THE_MODELS.get(node.func.attr)
            if looks and looks(node):
                yield ast.unparse(node.func)


def found_writes():
    outside = [path for path in modules(*APPS) if not name_of(path).startswith("records/")]
    return {f"{name_of(path)}: {call}" for path in outside for call in writes(parsed(path))}


def test_nothing_outside_of_records_writes_past_the_models():
    assert sorted(found_writes() - ALLOWED.keys()) == []


def test_every_exception_is_still_used():
    assert sorted(ALLOWED.keys() - found_writes()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("UseCase.objects.filter(pk=1).update(name='x')", 1),
        ("rows.delete()", 1),
        ("UseCase._base_manager.bulk_create(rows)", 1),
        ("cursor.execute('UPDATE inventory_usecase SET name = 1')", 1),
        ("state.update(block)", 0),
        ("storage.delete(name)", 0),
        ("known.update({'a': 1})", 0),
    ],
    ids=["update", "delete", "bulk", "cursor", "hash", "storage", "dict"],
)
def test_a_write_past_the_models_is_seen(source, found):
    assert len(list(writes(ast.parse(source)))) == found


def unlimited(tree):
    """Yield the text of each fetch that asks nobody who is asking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            text = ast.unparse(node.func)
            if text.endswith((".objects.get", "get_object_or_404")):
                yield text


def test_no_page_takes_a_record_out_of_reach():
    found = [
        f"{name_of(path)}: {text}"
        for path in modules(*APPS)
        if is_view(path)
        for text in unlimited(parsed(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("UseCase.objects.get(ref=ref)", ["UseCase.objects.get"]),
        ("get_object_or_404(UseCase, ref=ref)", ["get_object_or_404"]),
        ("UseCase.objects.visible_to(actor).get(ref=ref)", []),
    ],
    ids=["get", "shortcut", "visible"],
)
def test_an_unlimited_access_is_seen(source, found):
    assert list(unlimited(ast.parse(source))) == found
