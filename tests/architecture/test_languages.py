"""Texts that a module makes when it is imported are worked out for each reader, not once."""

import ast

import pytest

from tests.architecture.tree import APPS, modules, name_of, parsed

EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}


def eager_names(tree):
    """Return what a module calls the functions that translate at once."""
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {
        alias.asname or alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in EAGER
    }


def calls_on_import(node, names):
    """Yield the line of each call that runs when a module is imported, classes included."""
    children = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        decorators = getattr(node, "decorator_list", [])
        children = [*decorators, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    for child in children:
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name):
            yield from [child.lineno] if child.func.id in names else []
        yield from calls_on_import(child, names)


def test_no_module_chooses_its_language_when_it_is_imported():
    found = [
        f"{name_of(path)}:{line}"
        for path in modules(*APPS)
        for line in calls_on_import(parsed(path), eager_names(parsed(path)))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("TITLE = _('Title')", [2]),
        ("class A:\n    title = _('Title')", [3]),
        ("def f():\n    return _('Title')", []),
        ("F = lambda: _('Title')", []),
        ("def f(title=_('Title')): ...", [2]),
        ("TITLE = later('Title')", []),
    ],
    ids=["constant", "class", "function", "lambda", "default", "lazy"],
)
def test_a_text_that_is_made_at_once_is_seen(source, lines):
    head = "from django.utils.translation import gettext as _, gettext_lazy as later\n"
    tree = ast.parse(head + source)

    assert list(calls_on_import(tree, eager_names(tree))) == lines
