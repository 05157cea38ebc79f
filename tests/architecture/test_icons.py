"""Every sign that code or a template names is in the sprite."""

import ast
import re

import pytest

from tests.architecture.tree import APPS, ROOT, modules, name_of, parsed

SPRITE = ROOT / "static" / "img" / "icons.svg"
IN_TEMPLATES = re.compile(r'\{% icon "([^"]+)"|\bicon="([^"]+)"')
# What names a sign as one of its values without saying so: shapes.Action's third, and these maps.
THIRD_OF = "Action"
MAPS = {"SIGNS", "arrows"}


def sprite():
    """Return the signs that there are."""
    return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


def named_in_code(tree):
    """Return the signs that a module names."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found |= {texts(word.value) for word in node.keywords if word.arg == "icon"}
            if getattr(node.func, "id", "") == THIRD_OF and len(node.args) > 2:
                found.add(texts(node.args[2]))
        elif is_map(node) and isinstance(node.value, ast.Dict):
            found |= {texts(first_of(value)) for value in node.value.values}
    return found - {""}


def is_map(node):
    """Say whether a statement gives one of the maps its value."""
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    is_given = isinstance(node, ast.Assign | ast.AnnAssign)
    return is_given and any(getattr(target, "id", "") in MAPS for target in targets)


def first_of(node):
    """Return the first of a pair, anything else as it is."""
    return node.elts[0] if isinstance(node, ast.Tuple) else node


def texts(node):
    """Return a literal text, nothing for what is worked out."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""


def named_in_template(text):
    """Return the signs that a template names."""
    return {first or second for first, second in IN_TEMPLATES.findall(text)}


def test_every_sign_that_is_named_is_in_the_sprite():
    named = {}
    for path in modules(*APPS):
        for sign in named_in_code(parsed(path)):
            named.setdefault(sign, name_of(path))
    for path in (ROOT / "templates").rglob("*.html"):
        for sign in named_in_template(path.read_text(encoding="utf-8")):
            named.setdefault(sign, name_of(path))

    assert {sign: place for sign, place in named.items() if sign not in sprite()} == {}
    assert len(named) > 30


@pytest.mark.parametrize(
    ("code", "signs"),
    [
        ('Action("Add", "/x/", "package")', {"package"}),
        ('Item(icon="user-plus", order=1)', {"user-plus"}),
        ('SIGNS: Mapping[str, str] = {"ok": "check"}', {"check"}),
        ('SIGNS = {"ok": ("check", _("Done"))}', {"check"}),
        ("Item(icon=found.icon)", set()),
    ],
    ids=["third of an action", "keyword", "map", "map of pairs", "worked out"],
)
def test_a_sign_is_seen_in_code(code, signs):
    assert named_in_code(ast.parse(code)) == signs


def test_a_sign_is_seen_in_a_template():
    text = '{% icon "bell" %}{% button "Go" icon="plus" %}{% icon item.icon %}'

    assert named_in_template(text) == {"bell", "plus"}
