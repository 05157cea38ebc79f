"""Every part is in the list of licences, and none that runs binds the product to the GPL."""

import re
from pathlib import Path

import pytest

from ops import licences
from ops.licences import CARRIED, LIST, ROOT, VENDORED


def test_the_list_says_what_the_locks_and_the_packages_say():
    assert LIST.read_text(encoding="utf-8") == licences.document(), "run manage.py licences"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_is_in_the_list(lock):
    listed = dict(re.findall(r"^\| (\S+) \| (\S+) \|", LIST.read_text(encoding="utf-8"), re.M))

    named = (ROOT / lock).read_text(encoding="utf-8")
    assert {name: listed.get(name) for name in licences.pinned(lock)} == licences.pinned(lock)
    assert len(licences.pinned(lock)) == named.count("==") - named.count(" == ")


def test_every_part_has_a_licence():
    parts = [*licences.running(), *licences.tools(), *CARRIED, *VENDORED]

    assert [part.name for part in parts if not part.licence] == []


def test_nothing_that_runs_is_under_the_gpl_alone():
    parts = [*licences.running(), *CARRIED, *VENDORED]

    assert [part.name for part in parts if licences.is_copyleft(part.licence)] == []


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GPL-2.0-or-later OR AGPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", True),
        ("LGPL-3.0-only", False),
        ("GPL-2.0-or-later OR MPL-1.1", False),
    ],
)
def test_the_gpl_is_told_from_the_lgpl_and_from_a_choice(licence, expected):
    assert licences.is_copyleft(licence) is expected


def test_every_vendored_folder_is_in_the_list_and_holds_its_licence():
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "static/vendor").iterdir()}
    folders = {part.where for part in VENDORED if (ROOT / part.where).is_dir()}

    assert folders == there | {"static/fonts"}
    for folder in folders:
        texts = [*Path(ROOT, folder).glob("*LICENSE*"), *Path(ROOT, folder).glob("*OFL*")]
        assert len(texts) == 1, folder


def test_nothing_of_the_tools_is_among_what_runs():
    names = {part.name for part in licences.running()}

    assert names & {"pytest", "hypothesis", "playwright", "ruff", "mypy", "python3-openid"} == set()
