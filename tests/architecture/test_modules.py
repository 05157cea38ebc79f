"""How modules are named, how they begin, and what functions may import."""

import ast

import pytest

from tests.architecture.tree import APPS, ROOT, modules, name_of, parsed

NAMES_WITHOUT_CONTENT = {"utils", "helpers", "common", "misc", "services", "signals"}


def first_party(node):
    """Name the modules of ours that an import statement brings in."""
    match node:
        case ast.ImportFrom(level=level, module=module):
            names = ["." * level + (module or "")]
        case ast.Import(names=aliases):
            names = [alias.name for alias in aliases]
        case _:
            names = []
    return [name for name in names if name.startswith(".") or name.split(".")[0] in APPS]


def hidden_imports(tree, *, is_apps=False):
    """Yield function and module of each import of ours inside a function, but for ready()."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        if is_apps and function.name == "ready":
            continue
        for node in ast.walk(function):
            yield from ((function.name, name) for name in first_party(node))


def test_no_function_hides_an_import_of_ours():
    found = [
        f"{name_of(path)}: {function}() imports {name}"
        for path in modules(*APPS)
        for function, name in hidden_imports(parsed(path), is_apps=path.name == "apps.py")
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f():\n    from records import act", [("f", "records")]),
        ("def f():\n    import governance.rules", [("f", "governance.rules")]),
        ("class A:\n    def g(self):\n        from . import near", [("g", ".")]),
        ("def f():\n    import json", []),
        ("from records import act", []),
    ],
    ids=["from", "dotted", "relative", "of_others", "at_the_top"],
)
def test_a_hidden_import_is_seen(source, found):
    assert list(hidden_imports(ast.parse(source))) == found


def test_only_the_app_may_import_when_ready():
    tree = ast.parse("def ready(self):\n    from records import kinds")

    assert list(hidden_imports(tree, is_apps=True)) == []
    assert list(hidden_imports(tree, is_apps=False)) == [("ready", "records")]


def test_no_module_is_a_drawer_for_anything():
    parts = {part for path in modules(*APPS, "tests") for part in path.relative_to(ROOT).parts}

    assert {part.removesuffix(".py") for part in parts} & NAMES_WITHOUT_CONTENT == set()


def test_every_module_says_in_its_first_line_what_it_holds():
    silent = [
        name_of(path)
        for path in modules(*APPS, "tests")
        if parsed(path).body and not _says(ast.get_docstring(parsed(path)))
    ]

    assert silent == []


def _says(docstring):
    first, _, rest = (docstring or "").partition("\n")
    return first.endswith((".", ":")) and (not rest or rest.startswith("\n"))
