"""Features of one app use each other one way only: each imports from those named before it."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from records.features import FeaturesConfig
from tests.architecture.tree import ROOT, modules, name_of, parsed

FEATURED = [app for app in apps.get_app_configs() if isinstance(app, FeaturesConfig)]
# What stands beside the features of an app, and gathers or serves them all.
SHARED = {"apps", "urls", "models", "management", "migrations", "templatetags"}


def name_of_module(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def index_of(app):
    """Return where each model of an app is defined, as its list of models says."""
    tree = parsed(ROOT / app / "models.py")
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name: node.module for node in imports for alias in node.names}


def runtime_imports(tree, own):
    """Yield the dotted name of each thing that is imported when a module runs."""
    typed = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typed:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*own.split(".")[: -node.level], *filter(None, [node.module])])
            yield from (f"{base if node.level else node.module}.{item.name}" for item in node.names)


def feature_of(name, app, index):
    """Return the feature of an app that a dotted name leads to, nothing where none."""
    of_app, _dot, below = name.partition(".")
    if of_app != app or not below:
        return ""
    first, _dot, rest = below.partition(".")
    # Through the app's list of models every feature could be reached unseen.
    return feature_of(index.get(rest, ""), app, {}) if first == "models" and rest else first


def against_the_order(app, features, index):
    """Return each import of a feature from one that is named after it.

    What stands beside the features and gathers none of them may use none: it serves them all.
    """
    for path in modules(app):
        module = name_of_module(path)
        own = feature_of(module, app, {})
        if own in SHARED or not own:
            continue
        reached = features.index(own) if own in features else -1
        for name in runtime_imports(parsed(path), module):
            used = feature_of(name, app, index)
            if used in features and features.index(used) > reached:
                yield f"{name_of(path)} imports {name}"
            if used == "models" and own != "models":
                yield f"{name_of(path)} imports all models of {app} at once"


@pytest.mark.parametrize("app", FEATURED, ids=lambda app: app.name)
def test_features_import_from_those_named_before_them(app):
    assert list(against_the_order(app.name, list(app.features), index_of(app.name))) == []


@pytest.mark.parametrize("app", FEATURED, ids=lambda app: app.name)
def test_every_folder_of_an_app_is_a_feature(app):
    """Whether or not it is a package: Python imports from a plain folder, too."""
    holding = {path.relative_to(ROOT / app.name).parts[0] for path in modules(app.name)}
    folders = {name for name in holding if not name.endswith(".py")}

    assert folders - SHARED == set(app.features)


def test_every_feature_is_under_the_contract_of_rooms():
    linting = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = linting["tool"]["importlinter"]["contracts"]
    (rooms,) = (each for each in contracts if "containers" in each)
    features = {f"{app.name}.{feature}" for app in FEATURED for feature in app.features}

    assert set(rooms["containers"]) == features


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("from governance.models import Pack", "packs"),
        ("from governance import packs", "packs"),
        ("from governance.packs.models import Pack", "packs"),
        ("import governance.packs.models as later", "packs"),
        ("from ..packs import models", "packs"),
        ("from governance import models", "models"),
        ("if TYPE_CHECKING:\n    from governance import packs", None),
        ("from inventory import imports", ""),
    ],
    ids=["list", "feature", "module", "plain", "relative", "all_models", "typed", "other_app"],
)
def test_an_import_is_seen_whatever_its_form(source, used):
    names = runtime_imports(ast.parse(source), "governance.people.actions")
    index = {"Pack": "governance.packs.models"}

    found = [feature_of(name, "governance", index) for name in names]

    assert found == ([] if used is None else [used])


def test_a_feature_says_what_it_is():
    silent = [
        f"{app.name}.{feature}"
        for app in FEATURED
        for feature in app.features
        if not (ast.get_docstring(parsed(Path(ROOT, app.name, feature, "__init__.py"))) or "")
    ]

    assert silent == []
