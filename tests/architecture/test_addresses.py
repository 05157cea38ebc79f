"""Addresses of pages are made in one place, so that each keeps the moment that is being read."""

import ast

from tests.architecture.tree import APPS, modules, name_of, parsed

# What needs an address without a moment: it is kept, sent away, compared, or the moment is set on
# it by whoever shows it. The list may shrink; what makes a page takes `records.addresses.to`.
BARE = {
    "records/addresses.py",
    "records/pages/menu.py",
    "records/requests/refusals.py",
    "records/pages/shell.py",
    "governance/packs/kinds.py",
    "governance/people/actions/invitations.py",
    "governance/signoff/views/signoffs.py",
    "inventory/imports/tasks.py",
    "inventory/imports/views/records.py",
    "inventory/imports/views/steps.py",
    "controls/crosswalk/views/mapping_files.py",
    "controls/frameworks/models/frameworks.py",
    "controls/frameworks/models/provisions.py",
    "controls/frameworks/views/own_frameworks.py",
    "assessments/law_changes/api.py",
    "assessments/law_changes/documents/edition_print.py",
    "assessments/classification/documents/law.py",
    "assessments/obligations/panels.py",
    "assessments/obligations/views/calendar.py",
    "assessments/overview/views.py",
}


def makes_addresses(tree):
    """Say whether a module takes Django's maker of addresses."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any(
        node.module == "django.urls" and alias.name == "reverse"
        for node in imports
        for alias in node.names
    )


def test_no_other_module_makes_an_address_that_may_leave_the_moment():
    found = {name_of(path) for path in modules(*APPS) if makes_addresses(parsed(path))}

    assert {name for name in found if not name.startswith("ops/")} == BARE
