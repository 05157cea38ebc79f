"""A backup brought back elsewhere verifies and shows the same records."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from ops.bootstrap import postgres, postmaster
from ops.bootstrap.places import InstallationPaths
from records.models import Record
from tests.bootstrap.installation import Installation

pytestmark = pytest.mark.slow

GOING_ON = (
    "from governance.people.actions import people\n"
    "from governance.models import Unit\n"
    "from records.actors import Actor\n"
    "from records.ledger import anchors, book\n"
    "top = Unit.objects.order_by('created_at').first()\n"
    "people.add_unit('Another unit', above=top, actor=Actor.system('tests'))\n"
    "book.sequence()\n"
    "anchors.anchor_to_file(book.latest())\n"
)


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """An installation with the sample, stopped once its history has its places."""
    made = Installation(tmp_path_factory.mktemp("origin") / "state")
    made.start()
    made.wait_until_placed()
    files = made.state / "files" / "packs"
    files.mkdir(parents=True)
    (files / "sealed.pdf").write_bytes(b"%PDF sealed")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def saved(origin, tmp_path_factory):
    """A backup made while the installation runs, with the keys."""
    path = tmp_path_factory.mktemp("saved") / "backup.tar"
    told = json.loads(origin.run("backup", str(path), "--with-key", "--json"))
    assert told["with_key"]
    assert told["size"] > 50
    return path


@pytest.fixture(scope="module")
def restored(saved, tmp_path_factory):
    """An installation elsewhere into which the backup was restored, and what that told."""
    other = Installation(tmp_path_factory.mktemp("restored") / "state", demo=False)
    return other, json.loads(other.run("restore", str(saved), "--json"))


@pytest.fixture
def other(restored, tmp_path):
    """A copy of it, for a test to go on with: to restore once more takes ten times as long."""
    state = shutil.copytree(restored[0].state, tmp_path / "state")
    return Installation(state, demo=False)


def attempt(installation, *words):
    return subprocess.run(
        installation.command(*words),
        env=installation.environ(),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def states(installation):
    """Return reference and digest of every record, by kind; where nothing runs, of the database.

    A command that prints them would take ten times as long.
    """
    server = postgres.cluster(InstallationPaths(installation.state))
    begun = installation.process is None and postmaster.start(server)
    try:
        return {
            model._meta.label_lower: installation.ask(
                f"SELECT ref, digest FROM {model._meta.db_table} ORDER BY id"  # noqa: S608 - ours
            )
            for model in apps.get_models()
            if issubclass(model, Record)
        }
    finally:
        if begun:
            postmaster.stop(server)


def test_it_verifies_elsewhere_and_shows_the_same_records(origin, restored):
    other, told = restored

    assert told["holds"]
    assert told["ledger"]["anchors"] > 0
    assert (told["aside"], told["remarks"]) == ([], [])
    assert sum(map(len, states(origin).values())) > 50
    assert states(other) == states(origin)
    assert (other.state / "files/packs/sealed.pdf").read_bytes() == b"%PDF sealed"
    assert json.loads(other.run("verify_ledger", "--json"))["holds"]
    key = "keys/ledger.pem"
    assert (other.state / key).read_bytes() == (origin.state / key).read_bytes()
    assert (other.state / key).stat().st_mode & 0o777 == 0o600


def test_what_holds_records_is_replaced_only_where_that_is_said(saved, other):
    (other.state / "files" / "mine.txt").write_text("mine", encoding="utf-8")
    before = states(other)

    refused = attempt(other, "restore", str(saved))
    untouched = states(other)
    told = json.loads(other.run("restore", str(saved), "--replace", "--json"))

    assert refused.returncode == 1
    assert "holds records already" in refused.stderr
    assert untouched == before == states(other)
    assert told["holds"]
    (aside,) = told["aside"]
    assert Path(aside, "mine.txt").exists()


def test_nothing_is_restored_under_a_running_installation(origin, saved):
    before = states(origin)

    refused = attempt(origin, "restore", str(saved), "--replace")

    assert refused.returncode == 1
    assert "Other programs use this installation" in refused.stderr
    assert states(origin) == before


def test_a_damaged_backup_changes_nothing(saved, other, tmp_path):
    damaged = tmp_path / "damaged.tar"
    content = bytearray(saved.read_bytes())
    content[2000] ^= 1
    damaged.write_bytes(content)
    before = states(other)

    refused = attempt(other, "restore", str(damaged), "--replace")

    assert refused.returncode == 1
    assert "its digest differs" in refused.stderr
    assert states(other) == before


def test_an_older_backup_is_found_out_by_an_anchor_that_knows_more(saved, other):
    other.run("shell", "-v", "0", "-c", GOING_ON)

    told = attempt(other, "restore", str(saved), "--replace")

    assert told.returncode == 1
    assert "FOUND  cut" in told.stdout
