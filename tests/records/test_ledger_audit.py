"""Verifying the ledger: nothing is found on an untouched one, every kind of meddling is."""

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from governance.people.actions import people as people_actions
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.ledger import anchors as kept_anchors
from records.ledger import audit, book, checks
from records.ledger.statements import AnchoredCheckpoint
from records.models import Checkpoint, Entry, Pending, Place
from tests import snapshots
from tests.people import SYSTEM
from tests.records.ledger import attacks

pytestmark = pytest.mark.usefixtures("definitions_written_once")


@pytest.fixture
@snapshots.put_back
def ledger(people):
    """A ledger with use cases, parts and personal values, half of it in the tree."""
    ada = Actor.of(people.ada)
    first = use_cases.create(
        actor=ada,
        values={"name": "First", "unit": people.home, "contact": "Ms Long"},
        intended_uses=[{"title": "Rank"}],
    )
    book.sequence()
    use_cases.change(first, actor=ada, values={"purpose": "Sort"}, reason="Wording")
    use_cases.create(actor=ada, values={"name": "Second", "unit": people.home})
    book.sequence()
    people_actions.add_unit("Later", above=people.home, actor=SYSTEM)
    return first


def meddle(statement, *values):
    """Write as the owner of the tables can: with their guards taken off, and put back."""
    assert attacks.as_owner(statement, *values) > 0


def codes(**options):
    return {finding.code for finding in audit.verify(**options).findings}


def test_an_untouched_ledger_holds(ledger):
    report = audit.verify(public_key=book.public_key())

    assert report.findings == []
    assert report.size == Place.objects.count()
    assert report.pending == 1
    assert report.entries == Entry.objects.count()
    assert report.checkpoints == 2


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE records_entry SET body = replace(body, 'First', 'Other') || ' '", {"leaf"}),
        ("UPDATE records_entry SET body = replace(body, '\"rows\":[', '\"rows\":[7,')", {"body"}),
        ('UPDATE records_entry SET body = replace(body, \'"id":"0\', \'"id":"x\')', {"body"}),
        ("UPDATE records_entry SET body = repeat('[', 100000)", {"body"}),
        ("UPDATE records_salt SET salt = 'short'", {"personal"}),
        ("UPDATE records_entry SET actor_id = 'x' WHERE kind = 'inventory.usecase'", {"derived"}),
        ("UPDATE records_entry SET occurred_at = occurred_at + interval '1 second'", {"derived"}),
        ("UPDATE inventory_historicalusecase SET name = 'Other'", {"row", "unrecorded"}),
        ("UPDATE inventory_usecase SET name = 'Other'", {"unrecorded"}),
        ("UPDATE inventory_historicalusecase SET contact = 'Mr Short'", {"personal", "unrecorded"}),
        (
            "UPDATE inventory_historicalusecase SET history_change_reason = 'x'",
            {"personal"},
        ),
        ("DELETE FROM inventory_historicalintendeduse", {"row_missing", "unrecorded"}),
        (
            "UPDATE records_place SET leaf = sha256('x') WHERE pos = 3",
            {"leaf", "checkpoint"},
        ),
        ("UPDATE records_place SET pos = pos + 1000 WHERE pos = 3", {"gap", "checkpoint"}),
        ("DELETE FROM inventory_intendeduse", {"gone"}),
        ("DELETE FROM records_pending", {"unplaced"}),
        ("UPDATE records_checkpoint SET root = sha256('x') WHERE size < 20", {"checkpoint"}),
        ("UPDATE records_checkpoint SET frontier = '[]'", {"checkpoint"}),
        ("UPDATE records_checkpoint SET note = note || '— x y'", {"signature"}),
        ("UPDATE records_pending SET leaf = sha256('x')", {"leaf"}),
        (
            "INSERT INTO records_pending SELECT entry_id, leaf FROM records_place WHERE pos = 3",
            {"unplaced"},
        ),
        (
            "DELETE FROM records_checkpoint WHERE size = (SELECT count(*) FROM records_place)",
            {"checkpoint"},
        ),
    ],
)
def test_meddling_is_found(ledger, statement, expected):
    meddle(statement)

    assert expected <= codes(public_key=book.public_key())


def test_a_history_row_without_entry_is_found(ledger):
    row = UseCase.history.first()
    row.pk = None
    row.history_id = Entry.objects.first().pk
    row.save(force_insert=True)

    assert "row_extra" in codes()


def test_checks_of_the_apps_above_belong_to_verifying(ledger, monkeypatch):
    monkeypatch.setattr(checks, "_CHECKS", [])
    checks.register(lambda: [checks.LedgerFault("edition", "ED-1", "It was changed.")])

    assert codes(public_key=book.public_key()) == {"edition"}
    assert codes(public_key=book.public_key(), with_rows=False) == set()


def test_every_anchor_is_held_against_the_tree_and_told_by_where_it_is(ledger):
    first, last = Checkpoint.objects.order_by("size")
    other = bytes(32)
    anchors = [
        AnchoredCheckpoint("anchors.log", first.size, bytes(first.root)),
        AnchoredCheckpoint("anchors.log", last.size, bytes(last.root)),
        AnchoredCheckpoint("letter.txt", first.size + 1, other),
        AnchoredCheckpoint("later.txt", last.size + 5, other),
    ]

    report = audit.verify(anchors=anchors, public_key=book.public_key())

    assert report.anchored == {"anchors.log": 2, "later.txt": 0, "letter.txt": 0}
    told = {finding.code: finding for finding in report.findings}
    assert set(told) == {"anchor", "cut"}
    assert told["anchor"].sentence == (
        f"The tree no longer has the root that letter.txt holds for {first.size + 1}."
    )
    assert told["cut"].about == str(last.size + 5)


def test_a_checkpoint_that_went_out_must_still_be_there(ledger):
    first = Checkpoint.objects.order_by("size")[0]
    kept_anchors.record(first.size, channel="pack", receipt="x")
    assert codes(public_key=book.public_key()) == set()

    meddle("DELETE FROM records_checkpoint WHERE size = %s", first.size)

    (finding,) = audit.verify(public_key=book.public_key()).findings
    assert (finding.code, finding.about) == ("checkpoint", str(first.size))
    assert "handed out" in finding.sentence


def test_stored_blocks_are_compared_with_their_leaves(people, monkeypatch):
    monkeypatch.setattr(book, "TILE", 4)
    book.sequence()
    assert codes(public_key=book.public_key()) == set()

    meddle("UPDATE records_tile SET root = sha256('x') WHERE index = 1")

    (finding,) = audit.verify(public_key=book.public_key()).findings
    assert (finding.code, finding.about) == ("block", "1")


def test_the_command_takes_anchor_files_and_checkpoints_of_packs(ledger, tmp_path):
    first, last = Checkpoint.objects.order_by("size")
    (tmp_path / "pack.txt").write_text(first.note)
    (tmp_path / "file.log").write_text(json.dumps({"at": "x", "note": last.note}) + "\n")
    (tmp_path / "nothing.txt").write_text("nothing")
    named = ["--anchors", str(tmp_path / "pack.txt"), "--anchors", str(tmp_path / "file.log")]
    told = StringIO()

    call_command("verify_ledger", *named, stdout=told)

    assert "file.log: this tree continues 1 checkpoints kept there" in told.getvalue()
    assert "pack.txt: this tree continues 1 checkpoints kept there" in told.getvalue()
    assert told.getvalue().endswith("fits, and with it every checkpoint that was given.\n")
    for name, message in (("nothing.txt", "holds no checkpoints"), ("none", "no anchor file")):
        with pytest.raises(CommandError, match=message):
            call_command("verify_ledger", "--anchors", str(tmp_path / name))


def test_what_is_found_is_told_as_json(ledger):
    meddle("UPDATE records_salt SET salt = 'short'")
    told = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger", "--json", "--processes", "1", stdout=told)

    report = json.loads(told.getvalue())
    assert ended.value.code == 1
    assert not report["holds"]
    assert report["by_code"] == {"personal": report["finding_count"]}
    assert {finding["code"] for finding in report["findings"]} == {"personal"}


def rewrite_everything():
    """Edit one entry and work out every leaf, root and checkpoint anew, as an administrator may."""
    entry = Entry.objects.filter(kind="inventory.usecase").order_by("id").first()
    body = entry.body.replace("inventory.usecase.create", "inventory.usecase.change")
    leaf = hashlib.sha256(b"\x00" + body.encode()).digest()
    meddle(
        "UPDATE records_entry SET body = %s, leaf = %s, verb = 'inventory.usecase.change'"
        " WHERE id = %s",
        body,
        leaf,
        entry.pk,
    )
    meddle("UPDATE records_place SET leaf = %s WHERE entry_id = %s", leaf, entry.pk)
    Pending.objects.all().delete()
    places = list(Place.objects.order_by("pos"))
    meddle("DELETE FROM records_checkpoint WHERE true")
    meddle("DELETE FROM records_place WHERE true")
    Pending.objects.bulk_create(
        [Pending(entry_id=place.entry_id, leaf=place.leaf) for place in places]
    )
    book.sequence()


def test_a_wholesale_rewrite_holds_against_itself_but_not_against_an_anchor(ledger):
    anchored = Checkpoint.objects.order_by("-size").first()
    anchors = [AnchoredCheckpoint("kept", anchored.size, bytes(anchored.root))]

    rewrite_everything()

    assert "anchor" in codes(anchors=anchors, public_key=book.public_key())
    assert not codes(public_key=book.public_key()) & {"leaf", "derived", "checkpoint", "signature"}


def test_a_cut_off_tail_is_found_against_an_anchor(ledger):
    anchored = Checkpoint.objects.order_by("-size").first()
    meddle("DELETE FROM records_checkpoint WHERE size = %s", anchored.size)
    meddle("DELETE FROM records_place WHERE pos >= %s", anchored.size - 1)

    assert "cut" in codes(anchors=[AnchoredCheckpoint("kept", anchored.size, bytes(anchored.root))])
