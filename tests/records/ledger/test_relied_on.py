"""Files, anchors and obligations that the record relies on are compared with what it says."""

import json
from contextlib import suppress
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from assessments.models import ObligationProfile
from controls.evidence import actions as evidence
from records import contents
from records.actors import Actor
from records.ledger import anchors, audit, book, checks
from records.models import Anchor, Checkpoint, Salt, SettledMoment
from tests import factories
from tests.controls.proving import taken
from tests.records.ledger import attacks

pytestmark = pytest.mark.usefixtures("definitions_written_once")


def findings():
    report = audit.verify(public_key=book.public_key())
    return {(finding.code, finding.about) for finding in report.findings}


def told():
    out = StringIO()
    with suppress(SystemExit):
        call_command("verify_ledger", stdout=out)
    return out.getvalue()


class Broken:
    """A check that is an object."""

    def __call__(self):
        raise LookupError("nothing there")


@pytest.fixture
def anchor_file(settings, tmp_path):
    settings.ANCHOR_FILE = tmp_path / "anchors.log"
    return settings.ANCHOR_FILE


@pytest.fixture
def anchored(people, anchor_file):
    """A ledger of three checkpoints, each of which was written to the anchor file."""
    for number in range(3):
        factories.use_case(people.home, name=f"Case {number}")
        book.sequence()
        anchors.anchor_to_file(book.latest())
    return anchor_file


def test_checkpoints_that_were_written_are_there(anchored):
    assert findings() == set()
    assert "anchors.log: this tree continues 3 checkpoints kept there" in told()
    assert "3 anchors, 0 of them given from outside" in told()
    assert told().endswith(OWN)


OWN = (
    "Everything here fits together, and with it its own anchor file. No checkpoint kept outside "
    "was there to compare with: whoever holds database and key could have written all of it anew.\n"
)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_an_anchor_file_that_was_shortened_is_found(anchored, kept):
    lines = anchored.read_text().splitlines(keepends=True)
    anchored.write_text("".join(lines[:kept]))

    assert findings() == {("anchor_lost", "anchors.log")}
    assert f"{3 - kept} of 3 checkpoints that were written" in told()


def test_an_anchor_file_that_is_gone_is_found(anchored):
    anchored.unlink()

    assert findings() == {("anchor_lost", "anchors.log")}


def test_the_signature_of_an_anchored_checkpoint_is_checked(anchored):
    line = Checkpoint.objects.order_by("size")[0].note.splitlines()[-1]
    _name, signature = line.split()[1:]
    assert signature in anchored.read_text()
    false = signature[:8] + "A" * (len(signature) - 8)
    anchored.write_text(anchored.read_text().replace(signature, false))

    assert "FOUND  signature" in told()


def test_a_file_with_more_checkpoints_than_were_noted_fits(anchored):
    """It is written before the row: a crash between the two leaves a line more."""
    attacks.as_owner("DELETE FROM records_anchor WHERE size = %s", Anchor.objects.first().size)

    assert findings() == set()


def test_without_any_anchor_it_does_not_say_that_everything_fits(people, anchor_file):
    factories.use_case(people.home)
    book.sequence()

    assert findings() == set()
    assert "Everything fits." not in told()
    assert "No checkpoint kept outside was there to compare with" in told()


def test_a_kept_file_that_was_changed_or_removed_is_found(people):
    ben = Actor.of(people.ben)
    made = factories.some_evidence(people.home, actor=ben)
    evidence.take(made, actor=ben, handed_in=taken(data=b"measured: 7\n"))
    path = made.revisions.get().path
    book.sequence()
    assert findings() == set()

    default_storage.delete(path)
    assert findings() == {("file", made.ref)}

    default_storage.save(path, ContentFile(b"measured: 9\n"))
    assert findings() == {("file", made.ref)}
    assert f"{path} of {made.ref} is not the one that was recorded" in told()
    default_storage.delete(path)


@pytest.mark.parametrize("path", ["", "../outside", "/etc/passwd", "packs", "a\0b"])
def test_a_path_that_leads_to_no_kept_file_ends_no_check(people, path):
    made = factories.import_run(people.home)
    kept = contents.KeptFile(path, made.sha256, made.ref)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "_KEEPERS", [lambda: [kept]])
        (finding,) = contents.altered()

    assert (finding.code, finding.about) == ("file", made.ref)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_obligation SET why = 'otherwise' WHERE profile_id = %s",
        "UPDATE assessments_obligation SET applies_from = '2030-01-01' WHERE profile_id = %s",
        "DELETE FROM assessments_obligation WHERE profile_id = %s",
        "UPDATE assessments_obligation SET relief = '[1.0]' WHERE profile_id = %s",
        "UPDATE assessments_obligation SET relief = '{}' WHERE profile_id = %s",
        "UPDATE assessments_obligationprofile SET count = count + 1 WHERE digest = %s",
        "UPDATE assessments_obligationprofile SET edition = 'other' WHERE digest = %s",
    ],
)
def test_a_set_of_obligations_that_was_changed_is_found(people, statement):
    factories.obligation_plan(people.home)
    profile = max(ObligationProfile.objects.all(), key=lambda each: each.count)
    book.sequence()
    assert profile.count > 0
    assert findings() == set()

    attacks.as_owner(statement, profile.digest)

    assert findings() == {("obligations", profile.digest)}


def test_a_provision_that_holds_a_number_spelled_otherwise_is_found(people):
    edition = factories.edition(people.home)
    book.sequence()
    assert findings() == set()

    changed = attacks.as_owner(
        "UPDATE controls_provision SET extra = '{\"weight\": 1.0}' WHERE edition_id = %s",
        edition.pk,
    )

    assert changed > 0
    assert findings() == {("edition", edition.ref)}


def test_a_set_of_obligations_that_is_gone_as_a_whole_is_found(people):
    factories.obligation_plan(people.home)
    profile = max(ObligationProfile.objects.all(), key=lambda each: each.count)
    book.sequence()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f'"
            " AND confrelid = 'assessments_obligationprofile'::regclass"
        )
        links = cursor.fetchall()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in links:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    attacks.as_owner("DELETE FROM assessments_obligation WHERE profile_id = %s", profile.digest)
    attacks.as_owner("DELETE FROM assessments_obligationprofile WHERE digest = %s", profile.digest)

    assert findings() == {("obligations", profile.digest)}


def test_an_anchor_dated_ahead_stops_no_anchoring_and_is_found(anchored):
    newest = book.latest()
    Anchor.objects.create(
        size=newest.size,
        channel="file",
        receipt="anchors.log",
        made_at=timezone.now() + timedelta(days=300),
    )

    assert anchors.newest("file").made_at <= timezone.now()
    assert findings() == {("anchor_lost", "anchors.log")}


@pytest.mark.parametrize("size", [0, 1])
def test_a_settled_moment_that_does_not_cover_its_entries_is_found(people, size):
    book.sequence()
    SettledMoment.objects.create(moment=timezone.now(), size=size)

    found = {one.code for one in audit.verify(public_key=book.public_key()).findings}

    assert found == {"checkpoint"}


def test_without_the_public_key_it_is_told_that_no_signature_was_checked(people):
    book.sequence()

    (finding,) = audit.verify(public_key=None).findings

    assert (finding.code, finding.about) == ("signature", "key")


def test_a_check_that_breaks_off_is_told_and_ends_no_other(people, monkeypatch):
    def broken():
        raise ZeroDivisionError("nothing there")
        yield

    others = list(checks._CHECKS)
    monkeypatch.setattr(checks, "_CHECKS", [broken, *others])
    book.sequence()

    (finding,) = audit.verify(public_key=book.public_key()).findings

    assert finding.code == "broken"
    assert "nothing there" in finding.sentence


def test_the_tree_alone_does_not_pass_for_everything(anchored):
    out = StringIO()

    call_command("verify_ledger", "--tree-only", stdout=out)

    assert "Everything" not in out.getvalue()
    assert "rights, obligations" in out.getvalue()
    assert "files were not looked at" in out.getvalue()


def test_the_tree_alone_says_so_as_json(anchored):
    out = StringIO()

    call_command("verify_ledger", "--tree-only", "--json", stdout=out)

    report = json.loads(out.getvalue())
    assert (report["holds"], report["is_whole"]) == (True, False)
    assert report["verdict"].startswith("The tree and its checkpoints fit. Records, views, guards,")


def test_text_and_json_tell_the_same_of_what_is_not_shown(anchored, tmp_path):
    first = Checkpoint.objects.order_by("size")[0]
    (tmp_path / "kept.txt").write_text(first.note)
    out, text = StringIO(), StringIO()

    for stream, more in ((out, ["--json"]), (text, [])):
        call_command("verify_ledger", "--anchors", str(tmp_path / "kept.txt"), *more, stdout=stream)

    report = json.loads(out.getvalue())
    assert (report["anchors"], report["given"], report["newest_given"]) == (1, 1, first.size)
    assert set(report["not_shown"]) == {"truth", "clock", "hand", "server", "newer"}
    assert f"more than the first {first.size} " in report["not_shown"]["newer"]
    assert all(f"NOT SHOWN  {one}\n" in text.getvalue() for one in report["not_shown"].values())
    assert text.getvalue().endswith(f"\n{report['verdict']}\n")
    assert report["verdict"] == "Everything here fits, and with it every checkpoint that was given."


def test_a_line_that_was_torn_is_told_and_all_else_is_checked(anchored):
    whole = anchored.read_text()
    anchored.write_text(whole[:-40])

    assert "FOUND  anchor_line  anchors.log:3: Line 3 of anchors.log holds no checkpoint" in told()
    assert "anchors.log: this tree continues 2 checkpoints kept there" in told()
    assert findings() == {("anchor_lost", "anchors.log")}


def test_an_anchor_is_not_written_onto_a_torn_line(anchored):
    whole = anchored.read_text()
    anchored.write_text(whole[:-40])

    anchors.anchor_to_file(book.latest())

    lines = anchored.read_text().splitlines()
    assert lines[:3] == whole[:-40].splitlines()
    assert json.loads(lines[3])["note"] == book.latest().note
    assert findings() == set()


@pytest.mark.parametrize("width", [30, 40, 64])
def test_a_checkpoint_off_a_printed_page_is_read(anchored, tmp_path, width):
    """Its signature is longer than the line, and was wrapped where it was copied."""
    text, signature = Checkpoint.objects.order_by("size")[0].note.split("\n\n")
    parts = [signature[start : start + width] for start in range(0, len(signature), width)]
    (tmp_path / "kept.txt").write_text(f"{text}\r\n\r\n" + "\r\n".join(parts))
    out = StringIO()

    call_command("verify_ledger", "--anchors", str(tmp_path / "kept.txt"), stdout=out)

    assert "kept.txt: this tree continues 1 checkpoints kept there" in out.getvalue()
    assert "1 anchors, 1 of them given from outside" in out.getvalue()


@pytest.mark.parametrize("check", [partial(int, "x"), Broken()], ids=["partial", "object"])
def test_a_check_of_any_sort_that_breaks_off_ends_no_other(people, monkeypatch, check):
    book.sequence()
    monkeypatch.setattr(checks, "_CHECKS", [check])

    (finding,) = audit.verify(public_key=book.public_key()).findings

    assert finding.code == "broken"
    assert finding.about in ("builtins.int", f"{__name__}.Broken")


def test_a_name_cannot_steer_the_terminal(people, monkeypatch):
    def odd():
        return [checks.LedgerFault("definition", "\x1b[2J", "Everything fits.\x1b[0m\r")]

    monkeypatch.setattr(checks, "_CHECKS", [odd])
    book.sequence()

    assert "\x1b" not in told()
    assert "?[2J" in told()


def test_salts_are_added_and_read_and_go_only_with_an_erasure(people):
    factories.use_case(people.home, contact="Ms Long")
    salt = Salt.objects.get()

    for statement in ("DELETE FROM records_salt", "UPDATE records_salt SET path = 'x'"):
        with (
            pytest.raises(DatabaseError, match="not rewritten"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert Salt.objects.get() == salt
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('countersign_app', 'records_salt', 'DELETE')")
        assert cursor.fetchone() == (False,)
